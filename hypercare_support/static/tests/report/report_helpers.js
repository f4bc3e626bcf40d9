import {mailModels} from "@mail/../tests/mail_test_helpers";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {session} from "@web/session";

import {takeDraft} from "@hypercare_support/report_dialog/draft";
import {ReportDialog} from "@hypercare_support/report_dialog/report_dialog";

class HypercareIssue extends models.Model {
    _name = "hypercare.issue";
    name = fields.Char();
    _records = [{id: 1, name: "Stock is wrong"}];
    _views = {
        list: `<list><field name="name"/></list>`,
        form: `<form><field name="name"/></form>`,
    };
}

export const defineReportModels = () => defineModels({...mailModels, HypercareIssue});

export const DIALOG = ".o_hc_report";
export const NAME = `${DIALOG} textarea[name=name]`;
export const SEND = `${DIALOG} button[name=send]`;

export const PERSON = {
    name: "Mitu Das",
    phone: "+880 1000 000011",
    whatsapp: "https://wa.me/8801000000011?text=Help",
};
export const PERIOD = {
    id: 7,
    name: "Go-live",
    ask_whom: [],
    promises: {
        s1: "S1 Critical: answer within 2 hours",
        s2: "S2 High: answer the same working day",
        s3: "S3 Medium: answer within 2 working days",
        s4: "S4 Low",
    },
};
export const START = {
    periods: [PERIOD],
    period_id: 7,
    none_reason: false,
    out_of_scope: false,
    ask_whom: [],
    category: false,
    preview: [{name: "app", label: "App", value: "Contacts"}],
    traceback: "",
    limits: {text: 2000, files: 3, bytes: 3000, file_bytes: {png: 1000, pdf: 2000}},
};
export const RECEIPT = {
    id: 31,
    number: "HC-031",
    name: "Labels do not print",
    severity: "S1 Critical",
    promise: PERIOD.promises.s1,
    status: "With Level 1",
    who: "Level 1 Super-users; on duty now: Mitu Das",
    response_due: "2026-03-02 09:30:00",
    resolution_due: "2026-03-03 04:30:00",
    me_too: 2,
    url: "/odoo/hypercare.issue/31",
};

/** Set what the page came with. */
export function setSession(info = {enabled: true, reason: false, badge: 0}) {
    patchWithCleanup(session, {hypercare_report: info && {...info}});
}

/** Have the server answer; functions are called with the arguments of the call. */
export function answer(method, result) {
    onRpc("hypercare.issue", method, ({args}) =>
        typeof result === "function" ? result(...args) : result
    );
}

/** Open the dialog on an empty page. */
export async function openDialog({start = START, context = {}} = {}) {
    // Whatever an earlier test has left unsent.
    takeDraft();
    answer("report_start", start);
    await mountWithCleanup(MainComponentsContainer, {noMainContainer: true});
    await addDialog(context);
}

export async function addDialog(context = {}) {
    getService("dialog").add(ReportDialog, {context});
    await animationFrame();
    await animationFrame();
}

export const choose = (question, value) =>
    contains(`${DIALOG} [name=${question}] input[value=${value}]`).click();

/** Fill in the three answers of an S1. */
export async function answerAll() {
    await choose("work_stopped", "yes");
    await choose("workaround_known", "none");
    await choose("only_person", "no");
}

export const pngFile = (name = "screenshot.png", size = 100) =>
    new File([new Uint8Array(size)], name, {type: "image/png"});
