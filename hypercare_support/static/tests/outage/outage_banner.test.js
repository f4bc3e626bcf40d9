import {mailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, mockDate, mockTimeZone, test} from "@odoo/hoot";
import {queryAllTexts, waitFor, waitForNone} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    MockServer,
    contains,
    defineModels,
    models,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {session} from "@web/session";

import {OutageBanner} from "@hypercare_support/outage/outage_banner";

describe.current.tags("desktop");

class HypercareIssue extends models.Model {
    _name = "hypercare.issue";
}
defineModels({...mailModels, HypercareIssue});

const HIDDEN = "hypercare_hidden_outages";
const BANNER = ".o_hc_outages";
const outage = (values) => ({
    id: 31,
    number: "HC-031",
    company_id: 1,
    name: "Nothing opens",
    since: "2026-03-02 09:30:00",
    update: null,
    update_at: false,
    mine: false,
    ...values,
});

beforeEach(() => {
    browser.localStorage.clear();
    mockDate("2026-03-02 10:00:00", 0);
    mockTimeZone("Asia/Dhaka");
});

async function mountBanner(outages) {
    patchWithCleanup(session, {hypercare_outages: outages});
    // The container of the page would bring a banner of its own.
    return await mountWithCleanup(OutageBanner, {noMainContainer: true});
}

/** Send what the server sends to everybody of a company. */
function send(outages, company_id = 1) {
    const message = {company_id, outages};
    MockServer.env["bus.bus"]._sendone("broadcast", "hypercare_outage", message);
}

const texts = () =>
    queryAllTexts(`${BANNER} .o_hc_alarm_text`).map((text) =>
        text.replace(/\s+/g, " ")
    );

test("nobody is disturbed while everything works", async () => {
    await mountBanner([]);
    expect(BANNER).toHaveCount(0);
});

test("whoever gets no outages at all listens to none", async () => {
    await mountBanner(undefined);
    send([outage()]);
    await animationFrame();
    expect(BANNER).toHaveCount(0);
});

test("number, title, since when and what the team says", async () => {
    await mountBanner([
        outage({update: "The disk is full", update_at: "2026-03-02 09:45:00"}),
        outage({id: 30, number: "HC-030", name: null, since: "2026-03-01 09:30:00"}),
    ]);
    expect(texts()).toEqual([
        "HC-031 Nothing opens · since 15:30 From the team, 15:45: The disk is full",
        "HC-030 Something does not work for everybody · since Sun 1 Mar, 15:30",
    ]);
    expect(`${BANNER} .o_hc_alarm:first`).toHaveAttribute("role", "alert");
    expect(`${BANNER} .o_hc_alarm:last .o_hc_alarm_open`).toHaveCount(0);
});

test("it comes and goes by itself", async () => {
    await mountBanner([]);
    send([outage()]);
    await waitFor(BANNER);
    expect(texts()).toEqual(["HC-031 Nothing opens · since 15:30"]);
    send([]);
    await waitForNone(BANNER);
});

test("one company's message leaves the others' outages alone", async () => {
    patchWithCleanup(session, {});
    const banner = await mountBanner([outage()]);
    send([outage({id: 40, company_id: 2})], 2);
    await animationFrame();
    await animationFrame();
    expect(banner.state.all.map(({id}) => id)).toEqual([31, 40]);
    // Only what concerns the company that the user works in is shown.
    expect(texts()).toHaveLength(1);
    send([], 2);
    await animationFrame();
    await animationFrame();
    expect(banner.state.all.map(({id}) => id)).toEqual([31]);
});

test("what was hidden stays hidden in this browser, until the team writes", async () => {
    const banner = await mountBanner([outage(), outage({id: 30})]);
    await contains(`${BANNER} .o_hc_alarm_dismiss`).click();
    expect(texts()).toHaveLength(1);
    expect(JSON.parse(browser.localStorage.getItem(HIDDEN))).toEqual({31: ""});
    const news = {update: "Soon", update_at: "2026-03-02 09:50:00"};
    banner.update({company_id: 1, outages: [outage(news), outage({id: 30})]});
    await animationFrame();
    expect(texts()).toHaveLength(2);
    await contains(`${BANNER} .o_hc_alarm_dismiss`).click();
    expect(JSON.parse(browser.localStorage.getItem(HIDDEN))).toEqual({
        31: "2026-03-02 09:50:00",
    });
    // What is over is forgotten with the next one that is hidden.
    banner.update({company_id: 1, outages: [outage({id: 50})]});
    await animationFrame();
    await contains(`${BANNER} .o_hc_alarm_dismiss`).click();
    expect(JSON.parse(browser.localStorage.getItem(HIDDEN))).toEqual({50: ""});
});

test("another page of this browser has hidden it; nonsense hides nothing", async () => {
    browser.localStorage.setItem(HIDDEN, '{"31": ""}');
    await mountBanner([outage(), outage({id: 30, number: "HC-030"})]);
    expect(texts()).toEqual(["HC-030 Nothing opens · since 15:30"]);
});

for (const nonsense of ["no JSON", "5", '"x"', "null", ""]) {
    test(`what is kept as ${JSON.stringify(nonsense)} hides nothing`, async () => {
        browser.localStorage.setItem(HIDDEN, nonsense);
        await mountBanner([outage()]);
        expect(texts()).toHaveLength(1);
    });
}

test("me too: joined once, and remembered when there is news", async () => {
    onRpc("hypercare.issue", "report_join", ({args}) => {
        expect.step(args);
        return {number: "HC-031"};
    });
    await mountBanner([outage()]);
    await contains(`${BANNER} .o_hc_alarm_open`).click();
    await waitForNone(`${BANNER} .o_hc_alarm_open`);
    expect.verifySteps([[31]]);
    send([outage({update: "Soon", update_at: "2026-03-02 09:50:00"})]);
    await waitFor(`${BANNER}:contains(Soon)`);
    expect(`${BANNER} .o_hc_alarm_open`).toHaveCount(0);
});
