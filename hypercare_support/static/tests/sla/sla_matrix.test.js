import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, mountView, onRpc} from "@web/../tests/web_test_helpers";

import {POLICY_FORM, defineSlaModels} from "./sla_models";

describe.current.tags("desktop");
defineSlaModels();

const EDITOR = ".o_hc_promise_editor";
const AMOUNT = `${EDITOR} input[name=amount]`;

function withoutVirtualId([command, id, values]) {
    return typeof id === "string" ? [command, values] : [command, id, values];
}

/** Open a policy; written values are steps, and no deadline moves. */
async function openPolicy(resId = 1, arch = POLICY_FORM) {
    onRpc("hypercare.sla.policy", "preview_write", () => ({
        moved: 0,
        breached: 0,
        recovered: 0,
        lines: [],
    }));
    onRpc("hypercare.sla.policy", "web_save", ({args}) => {
        const {line_ids: commands, ...values} = args[1];
        expect.step(commands ? commands.map(withoutVirtualId) : values);
    });
    await mountView({type: "form", resModel: "hypercare.sla.policy", resId, arch});
}

const cell = (key) => `[data-cell='${key}']`;
const save = () => contains(".o_form_button_save").click();

test("severities are rows, promises are columns, in words", async () => {
    await openPolicy();
    expect(queryAllTexts("tbody .o_hc_matrix_row")).toHaveLength(4);
    expect(queryAllTexts("thead tr:last th")).toEqual([
        "Severity",
        "First response",
        "Resolution",
        "Update to reporter",
        "Pick-up by Level 1",
        "Pick-up by Level 2",
        "Pick-up by Level 3",
        "Hand-over by Level 1",
    ]);
    expect(cell("s1-response-")).toHaveText("2 h\nday and night");
    expect(cell("s2-pickup-l1")).toHaveText("30 min\nof support hours");
    expect(cell("s4-resolution-")).toHaveText("No promise\nNext sprint");
    expect(cell("s3-response-")).toHaveText("–");
    expect(cell("s1-response-")).toHaveAttribute(
        "aria-label",
        "S1 Critical, First response: 2 h day and night"
    );
    expect(".o_hc_matrix_s1 .o_hc_matrix_definition textarea").toHaveValue(
        "Business stopped."
    );
    expect(".o_hc_matrix_empty").toHaveCount(0);
});

test("a promise is changed by keyboard", async () => {
    await openPolicy();
    await contains(cell("s1-resolution-")).focus();
    await press("Enter");
    await animationFrame();
    expect(`${EDITOR} select`).toBeFocused();
    expect(AMOUNT).toHaveValue("4h");
    await contains(AMOUNT).edit("1:30", {confirm: false});
    expect(".o_hc_promise_reading").toHaveText("= 1 h 30 min, day and night");
    await press("Enter");
    await animationFrame();
    expect(EDITOR).toHaveCount(0);
    expect(cell("s1-resolution-")).toBeFocused();
    expect(cell("s1-resolution-")).toHaveText("1 h 30 min\nday and night");
    await save();
    expect.verifySteps([[[1, 2, {minutes: 90}]]]);
});

test("an empty cell becomes a new promise", async () => {
    await openPolicy();
    await contains(cell("s2-handover-l1")).click();
    expect(`${EDITOR} button[name=remove]`).toHaveCount(0);
    await contains(`${EDITOR} select`).select("next_days");
    await contains(AMOUNT).edit("3", {confirm: false});
    await contains(`${EDITOR} button[name=done]`).click();
    expect(cell("s2-handover-l1")).toHaveText("3 business days");
    await save();
    const created = {severity: "s2", metric: "handover", level: "l1"};
    const promise = {kind: "next_days", minutes: 0, days: 3, label: false};
    expect.verifySteps([[[0, {...created, ...promise}]]]);
});

test("a promise is removed", async () => {
    await openPolicy();
    await contains(cell("s2-pickup-l1")).click();
    await contains(`${EDITOR} button[name=remove]`).click();
    expect(cell("s2-pickup-l1")).toHaveText("–");
    await save();
    expect.verifySteps([[[2, 3, undefined]]]);
});

test("what cannot be read says what to do and is not saved", async () => {
    await openPolicy();
    await contains(cell("s1-resolution-")).click();
    for (const [typed, advice] of [
        ["soon", "“soon” is not a duration. Write 30m, 2h or 1:30."],
        ["0", "Give at least one minute, or choose “No promise”."],
        ["-2", "Give at least one minute, or choose “No promise”."],
    ]) {
        await contains(AMOUNT).edit(typed, {confirm: "Enter"});
        expect(".o_hc_promise_error").toHaveText(advice);
        expect(AMOUNT).toHaveAttribute("aria-invalid", "true");
    }
    await save();
    expect.verifySteps([]);
    expect(EDITOR).toHaveCount(1);
    await contains(cell("s1-response-")).click();
    expect(`${EDITOR} .o_hc_promise_title`).toHaveText("S1 Critical · Resolution");
    await contains(AMOUNT).edit("3h", {confirm: "Enter"});
    await save();
    expect.verifySteps([[[1, 2, {minutes: 180}]]]);
});

test("Escape leaves a cell as it was", async () => {
    await openPolicy();
    await contains(cell("s1-resolution-")).click();
    await contains(AMOUNT).edit("soon", {confirm: false});
    await press("Escape");
    await animationFrame();
    expect(EDITOR).toHaveCount(0);
    expect(cell("s1-resolution-")).toHaveText("4 h\nday and night");
    expect(cell("s1-resolution-")).toBeFocused();
});

test("saving takes over what is still being typed", async () => {
    await openPolicy();
    await contains(cell("s4-resolution-")).click();
    await contains(`${EDITOR} input[name=label]`).edit("Next release", {
        confirm: false,
    });
    await save();
    expect.verifySteps([[[1, 4, {label: "Next release"}]]]);
    expect(cell("s4-resolution-")).toHaveText("No promise\nNext release");
});

test("discarding brings back what was promised", async () => {
    await openPolicy();
    await contains(cell("s1-resolution-")).click();
    await contains(AMOUNT).edit("3h", {confirm: "Enter"});
    await contains(cell("s1-response-")).click();
    await contains(AMOUNT).edit("soon", {confirm: "Enter"});
    await contains(".o_form_button_cancel").click();
    await animationFrame();
    expect(EDITOR).toHaveCount(0);
    expect(cell("s1-resolution-")).toHaveText("4 h\nday and night");
    expect(cell("s1-response-")).toHaveText("2 h\nday and night");
    expect(".o_form_button_save").not.toBeVisible();
});

test("names and definitions of levels are edited in place", async () => {
    await openPolicy();
    await contains(".o_hc_matrix_s2 .o_hc_matrix_name textarea").edit("P2 Urgent");
    await contains(".o_hc_matrix_s2 .o_hc_matrix_definition textarea").edit("Slow.");
    await save();
    expect.verifySteps([{name_s2: "P2 Urgent", definition_s2: "Slow."}]);
});

test("an empty policy says how to begin", async () => {
    await openPolicy(2);
    expect(".o_hc_matrix_empty").toHaveCount(1);
    expect(queryAllTexts(".o_hc_matrix_cell")).toEqual(Array(28).fill("–"));
});

test("who may not change it reads it", async () => {
    await openPolicy(1, POLICY_FORM.replace("<form", "<form edit='0'"));
    expect("button.o_hc_matrix_cell").toHaveCount(0);
    expect(cell("s1-response-")).toHaveText("2 h\nday and night");
    await contains(cell("s1-response-")).click();
    expect(EDITOR).toHaveCount(0);
});
