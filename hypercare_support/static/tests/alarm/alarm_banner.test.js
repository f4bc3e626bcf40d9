import {mailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {queryAllTexts, waitFor, waitForNone} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    MockServer,
    contains,
    defineModels,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {session} from "@web/session";

import {AlarmBanner} from "@hypercare_support/alarm/alarm_banner";

describe.current.tags("desktop");
defineModels(mailModels);

const ACTION = {type: "ir.actions.act_window", res_model: "hypercare.escalation"};
const alarm = (code, level, text) => ({code, level, text, action: ACTION});
const SWEEP = alarm("sweep_dead", "danger", "Escalation has not run for 16 minutes.");
const ASIDE = alarm("aside", "warning", "Issues that cannot be escalated: 2.");
const MINUTES = 60 * 1000;

beforeEach(() => browser.sessionStorage.clear());

/** Mount the banner of a user whose page came with these alarms. */
async function mountBanner(alarms) {
    patchWithCleanup(session, {hypercare_alarms: alarms});
    // The container of the page would bring a banner of its own.
    return await mountWithCleanup(AlarmBanner, {noMainContainer: true});
}

/** Send what the server sends to a manager's browser. */
function send(alarms) {
    const {partnerId} = serverState;
    MockServer.env["bus.bus"]._sendone(partnerId, "hypercare_alarm", {alarms});
}

const texts = () => queryAllTexts(".o_hc_alarm_text");

test("whoever is no manager has no banner and asks for nothing", async () => {
    onRpc("/hypercare/alarms", () => expect.step("asked"));
    await mountBanner(undefined);
    expect(".o_hc_alarms").toHaveCount(0);
    await advanceTime(20 * MINUTES);
    expect.verifySteps([]);
});

test("nothing is shown while everything works", async () => {
    await mountBanner([]);
    expect(".o_hc_alarms").toHaveCount(0);
});

test("every alarm says what is wrong and opens its records", async () => {
    const banner = await mountBanner([SWEEP, ASIDE]);
    patchWithCleanup(banner.action, {doAction: (action) => expect.step(action)});
    expect(texts()).toEqual([SWEEP.text, ASIDE.text]);
    expect("[data-code=sweep_dead]").toHaveClass("o_hc_alarm_danger");
    expect("[data-code=sweep_dead]").toHaveAttribute("role", "alert");
    expect("[data-code=aside]").toHaveClass("o_hc_alarm_warning");
    await contains("[data-code=aside] .o_hc_alarm_open").click();
    expect.verifySteps([ACTION]);
});

test("what was hidden stays hidden in this session, until it happens again", async () => {
    const banner = await mountBanner([SWEEP, ASIDE]);
    await contains("[data-code=aside] .o_hc_alarm_dismiss").click();
    expect(texts()).toEqual([SWEEP.text]);
    const kept = browser.sessionStorage.getItem("hypercare_dismissed_alarms");
    expect(JSON.parse(kept)).toEqual(["aside"]);
    expect(banner.readDismissed()).toEqual(["aside"]);
    banner.update([SWEEP]);
    banner.update([SWEEP, ASIDE]);
    await animationFrame();
    expect(texts()).toEqual([SWEEP.text, ASIDE.text]);
});

test("what another page of the session has hidden is not shown", async () => {
    browser.sessionStorage.setItem("hypercare_dismissed_alarms", '["sweep_dead"]');
    const banner = await mountBanner([SWEEP, ASIDE]);
    expect(texts()).toEqual([ASIDE.text]);
    for (const nonsense of ["no JSON", "5", ""]) {
        browser.sessionStorage.setItem("hypercare_dismissed_alarms", nonsense);
        expect(banner.readDismissed()).toEqual([]);
    }
});

test("a live message shows an alarm, and takes it away again", async () => {
    await mountBanner([]);
    send([SWEEP]);
    await waitFor(".o_hc_alarm");
    expect(texts()).toEqual([SWEEP.text]);
    send([]);
    await waitForNone(".o_hc_alarm");
    expect(".o_hc_alarms").toHaveCount(0);
});

test("a silent server is asked every five minutes", async () => {
    let answer = [SWEEP];
    onRpc("/hypercare/alarms", () => {
        expect.step("asked");
        if (!answer) {
            throw new Error("offline");
        }
        return answer;
    });
    await mountBanner([]);
    await advanceTime(5 * MINUTES);
    await animationFrame();
    expect(texts()).toEqual([SWEEP.text]);
    answer = null;
    await advanceTime(5 * MINUTES);
    await animationFrame();
    expect(texts()).toEqual([SWEEP.text]);
    expect.verifySteps(["asked", "asked"]);
});
