import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const STATES = [
    ["new", "New"],
    ["in_progress", "In Progress"],
    ["waiting", "Waiting"],
    ["closed", "Closed"],
    ["cancelled", "Cancelled"],
];

class Issue extends models.Model {
    _name = "hypercare.issue";

    name = fields.Char();
    number = fields.Char();
    state = fields.Selection({selection: STATES});
    waiting_for = fields.Selection({
        selection: [
            ["reporter", "Reporter"],
            ["third_party", "Third party"],
        ],
    });
    cancel_reason = fields.Selection({
        selection: [
            ["duplicate", "Duplicate"],
            ["not_an_issue", "Not an issue"],
        ],
    });

    _records = [
        {id: 1, number: "HC-001", name: "No TDS", state: "new"},
        {id: 2, number: "HC-002", name: "Slow", state: "in_progress"},
        {id: 3, number: "HC-003", name: "Print", state: "waiting"},
        {id: 4, number: "HC-004", name: "Leave", state: "closed"},
        {id: 5, number: "HC-005", name: "Stock", state: "cancelled"},
    ];
    _views = {form: `<form><field name="name"/></form>`};
}

defineMailModels();
defineModels([Issue]);

const ARCH = `
    <kanban js_class="hypercare_issue_kanban" default_group_by="state">
        <field name="waiting_for"/>
        <field name="cancel_reason"/>
        <templates>
            <t t-name="card"><field name="number"/> <field name="name"/></t>
        </templates>
    </kanban>`;

/** Mount the board; tell by steps what is written. */
async function board(props = {}) {
    onRpc("hypercare.issue", "web_save", ({args}) => {
        expect.step(JSON.stringify(args[1]));
    });
    await mountView({
        type: "kanban",
        resModel: "hypercare.issue",
        arch: ARCH,
        ...props,
    });
}

const column = (index) => `.o_kanban_group:nth-child(${index + 1})`;
const drag = async (from, to) => {
    const {drop} = await contains(`${column(from)} .o_kanban_record`).drag();
    await drop(column(to));
    await animationFrame();
};
const cards = (index) => queryAllTexts(`${column(index)} .o_kanban_record`);

test("a permitted move is carried out without a word", async () => {
    await board();
    await drag(0, 1);
    expect.verifySteps(['{"state":"in_progress"}']);
    expect(".modal").toHaveCount(0);
    expect(cards(1).length).toBe(2);
});

test("a refused card is back, the reason is told, and its form is one click away", async () => {
    onRpc("hypercare.issue", "web_save", () => {
        throw makeServerError({
            message: "HC-001 is New and cannot become Closed.",
            type: "UserError",
        });
    });
    await board({selectRecord: (id) => expect.step(`open ${id}`)});
    await drag(0, 3);
    expect(".modal-title").toHaveText("HC-001 stays where it was");
    expect(".modal-body").toHaveText("HC-001 is New and cannot become Closed.");
    expect(cards(0)).toEqual(["HC-001\nNo TDS"]);
    expect(cards(3)).toEqual(["HC-004\nLeave"]);
    await contains(".modal button:contains(Open HC-001)").click();
    expect.verifySteps(['{"state":"closed"}', "open 1"]);
});

test("who may not move it is told whom to ask, in plain words", async () => {
    onRpc("hypercare.issue", "web_save", () => {
        throw makeServerError({
            message: "You are not allowed to modify 'Hypercare Issue' records.",
            type: "AccessError",
        });
    });
    await board();
    await drag(0, 1);
    expect(".modal-body").toHaveText(/^Only the support team of its period/);
    await contains(".modal button:contains(Close)").click();
    expect(".modal").toHaveCount(0);
    expect(cards(0)).toEqual(["HC-001\nNo TDS"]);
    expect.verifySteps(['{"state":"in_progress"}']);
});

test("other errors are not dressed up as refusals", async () => {
    expect.errors(1);
    onRpc("hypercare.issue", "web_save", () => {
        throw makeServerError({message: "boom", type: "ValueError"});
    });
    await board();
    await drag(0, 1);
    expect(".modal-title:contains(stays where it was)").toHaveCount(0);
    expect.verifySteps(['{"state":"in_progress"}']);
    expect.verifyErrors(["RPC_ERROR"]);
});

test("dropped on Waiting: whom for is asked, and goes along", async () => {
    await board();
    await drag(1, 2);
    expect(".modal-title").toHaveText("Whom does HC-002 wait for?");
    expect(queryAllTexts(".o_hc_choice")).toEqual(["Reporter", "Third party"]);
    await contains(".o_hc_choice:contains(Third party)").click();
    await animationFrame();
    expect.verifySteps(['{"waiting_for":"third_party","state":"waiting"}']);
    expect(cards(2).length).toBe(2);
});

test("whoever answers nothing leaves the card where it is", async () => {
    await board();
    await drag(1, 4);
    expect(".modal-title").toHaveText("Why is HC-002 not worked on any more?");
    await contains(".modal button:contains(Leave it where it is)").click();
    await animationFrame();
    expect.verifySteps([]);
    expect(cards(1)).toEqual(["HC-002\nSlow"]);
});
