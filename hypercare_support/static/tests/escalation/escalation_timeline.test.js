import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, mockDate, mockTimeZone, test} from "@odoo/hoot";
import {queryAllAttributes, queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {assets} from "@web/core/assets";

describe.current.tags("desktop");

class Issue extends models.Model {
    _name = "hypercare.issue";
    _records = [{id: 1, escalation_timeline: false}];

    escalation_timeline = fields.Json();
}

defineMailModels();
defineModels([Issue]);

const FIRED = {
    id: 7,
    rule: "A promise to the reporter is broken",
    about: "Resolution",
    step: "when the time is over",
    severity: "s2",
    due_at: "2026-03-02 08:00:00",
    decided_at: "2026-03-02 08:01:30",
    told_at: "2026-03-02 08:01:30",
    held_until: false,
    told: [],
    acknowledged_at: false,
    acknowledged_by: false,
    done: false,
    problem: false,
};
const TOLD = {
    person: 1,
    name: "Anis",
    way: "email",
    sent_at: "2026-03-02 08:02:00",
    failed: false,
    retry_at: false,
    instead_of: false,
    reason: false,
};
const NEXT = {
    at: "2026-03-02 11:40:00",
    rule: "A promised update is overdue",
    about: "Update promise",
    when: "when the time is over",
    what: "E-mail",
    people: ["Anis (Owner of the issue)"],
    urgent: false,
    held_until: false,
};

/** Show a time line at 15:30 in Dhaka on Monday, 2 March. */
async function show(timeline) {
    mockDate("2026-03-02 09:30:00", 0);
    mockTimeZone("Asia/Dhaka");
    Issue._records[0].escalation_timeline = timeline && {
        past: [],
        next: [],
        stopped_until: false,
        ...timeline,
    };
    const loaded = [];
    patchWithCleanup(assets, {
        loadBundle: async (name) => {
            loaded.push(name);
        },
    });
    await mountView({
        type: "form",
        resModel: "hypercare.issue",
        resId: 1,
        arch: `<form>
            <field name="escalation_timeline" widget="hypercare_escalation_timeline"/>
        </form>`,
    });
    expect(loaded).toEqual(["hypercare_support.assets_escalation"]);
}

const PAST = ".o_hc_timeline_past > li";
const words = (selector) =>
    queryAllTexts(selector).map((text) => text.replace(/\s+/g, " "));

test("nothing has fired", async () => {
    await show({});
    expect(".o_hc_timeline").toHaveText("Nothing has had to be escalated.");
});

test("whoever may not read the ledger gets an empty line", async () => {
    await show(false);
    expect(".o_hc_timeline ol").toHaveCount(0);
});

test("moments are the user's, and what fired within 90 seconds is not late", async () => {
    await show({past: [FIRED]});
    expect(words(PAST)).toEqual([
        "A promise to the reporter is broken Resolution, when the time is over " +
            "Due Mon, Mar 2, 2:00 PM, fired 2:01 PM",
    ]);
});

test("what fired late says by how much", async () => {
    const late = {...FIRED, decided_at: "2026-03-03 10:03:00"};
    await show({past: [late, {...FIRED, id: 8, decided_at: "2026-03-02 08:03:10"}]});
    const [first, second] = words(PAST);
    expect(first).toInclude("fired Tue, Mar 3, 4:03 PM (1 d 2 h late)");
    expect(second).toInclude("fired 2:03 PM (3 min late)");
});

test("a person told in two ways stands there once, with both", async () => {
    const told = [
        TOLD,
        {...TOLD, way: "notice", sent_at: "2026-03-02 08:01:30"},
        {
            ...TOLD,
            person: 2,
            name: "Farhana",
            sent_at: false,
            instead_of: "Imran",
            reason: "off shift",
        },
    ];
    await show({past: [{...FIRED, told}]});
    expect(words(`${PAST} ul li`)).toEqual([
        "Anis e-mail 2:02 PM notice in Odoo 2:01 PM",
        "Farhana (stands in for Imran: off shift) e-mail on its way",
    ]);
});

test("what was not delivered says why, and when it is tried again", async () => {
    const failed = {...TOLD, sent_at: false, failed: "Mailbox full"};
    const again = {...failed, person: 2, retry_at: "2026-03-02 09:40:00"};
    await show({past: [{...FIRED, told: [failed, again], problem: "No address."}]});
    expect(words(`${PAST} ul li`)).toEqual([
        "Anis e-mail not delivered: Mailbox full",
        "Anis e-mail not delivered: Mailbox full (next try 3:40 PM)",
    ]);
    expect(`${PAST} .o_hc_timeline_bad:contains(No address.)`).toHaveCount(1);
    expect(`${PAST} .o_hc_timeline_sign`).toHaveAttribute(
        "aria-label",
        "Fired, with a problem"
    );
});

test("what was held and what was acknowledged", async () => {
    const held = {...FIRED, told_at: false, held_until: "2026-03-03 03:00:00"};
    const told = {...held, id: 8, told_at: "2026-03-03 03:00:20"};
    const known = {
        ...FIRED,
        id: 9,
        done: "Marked as high priority.",
        acknowledged_at: "2026-03-02 08:20:00",
        acknowledged_by: "Farhana",
    };
    await show({past: [held, told, known]});
    const [first, second, third] = words(PAST);
    expect(first).toInclude(
        "To be told when the support hours open: Tue, Mar 3, 9:00 AM"
    );
    expect(second).toInclude("Told when the support hours opened: Tue, Mar 3, 9:00 AM");
    expect(third).toInclude(
        "Marked as high priority. Acknowledged by Farhana, 2:20 PM"
    );
    expect(queryAllAttributes(".o_hc_timeline_sign", "aria-label")).toEqual([
        "Fired",
        "Fired",
        "Acknowledged",
    ]);
});

test("a long history is folded, and unfolds", async () => {
    const past = Array.from({length: 11}, (_, index) => ({...FIRED, id: index + 1}));
    await show({past});
    expect(PAST).toHaveCount(8);
    expect(`${PAST}:first`).toHaveAttribute("data-id", "4");
    expect(".o_hc_timeline_more").toHaveText("Show 3 earlier ones");
    await contains(".o_hc_timeline_more").click();
    expect(PAST).toHaveCount(11);
    expect(".o_hc_timeline_more").toHaveCount(0);
});

test("a single one is not folded away", async () => {
    const past = Array.from({length: 9}, (_, index) => ({...FIRED, id: index + 1}));
    await show({past});
    expect(PAST).toHaveCount(9);
});

test("what fires next, in how long, and to whom", async () => {
    const night = {
        ...NEXT,
        at: "2026-03-02 14:00:00",
        held_until: "2026-03-03 03:00:00",
        what: "",
    };
    await show({next: [NEXT, night, {...NEXT, at: "2026-03-02 09:29:00", people: []}]});
    expect(words(".o_hc_timeline_next > li")).toEqual([
        "Mon, Mar 2, 5:40 PM in 2 h 10 min A promised update is overdue " +
            "Update promise, when the time is over E-mail: Anis (Owner of the issue)",
        "Mon, Mar 2, 8:00 PM in 4 h 30 min A promised update is overdue " +
            "Update promise, when the time is over " +
            "Told when the support hours open: Tue, Mar 3, 9:00 AM " +
            "Anis (Owner of the issue)",
        "Mon, Mar 2, 3:29 PM any moment A promised update is overdue " +
            "Update promise, when the time is over E-mail",
    ]);
});

test("the countdown goes on while the form is open", async () => {
    await show({next: [{...NEXT, at: "2026-03-02 09:32:00"}]});
    expect(".o_hc_timeline_countdown").toHaveText("in 2 min");
    await advanceTime(61 * 1000);
    await animationFrame();
    expect(".o_hc_timeline_countdown").toHaveText("in less than a minute");
});

test("stopped escalations say until when", async () => {
    await show({stopped_until: "2027-01-01 03:00:00"});
    expect(".o_hc_timeline_stopped").toHaveText(
        "Escalations are stopped until Fri, Jan 1, 2027, 9:00 AM."
    );
});
