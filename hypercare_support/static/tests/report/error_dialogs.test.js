import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {waitFor, waitForNone} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    makeServerError,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {assets} from "@web/core/assets";
import {ClientErrorDialog} from "@web/core/errors/error_dialogs";
import {MainComponentsContainer} from "@web/core/main_components_container";

import {takeDraft} from "@hypercare_support/report_dialog/draft";

import {DIALOG, START, answer, defineReportModels, setSession} from "./report_helpers";

describe.current.tags("desktop");
defineReportModels();

const REPORT = ".o_error_dialog .o_hc_report_error";
let context;

beforeEach(() => {
    takeDraft();
    patchWithCleanup(assets, {loadBundle: async () => {}});
    answer("report_start", (given) => {
        context = given;
        return START;
    });
});

/** Have a call of the page fail on the server. */
async function fail(error) {
    expect.errors(1);
    answer("post_bill", () => {
        throw makeServerError(error);
    });
    await mountWithCleanup(MainComponentsContainer, {noMainContainer: true});
    getService("orm").call("hypercare.issue", "post_bill", []);
    await waitFor(".o_error_dialog");
    expect.verifyErrors(["RPC_ERROR"]);
}

test("a server's error is reported with its traceback and the failed call", async () => {
    setSession();
    await fail({
        type: "ValueError",
        errorName: "builtins.ValueError",
        message: "no account",
        subType: "Odoo Server Error",
    });
    await contains(REPORT).click();
    await waitFor(DIALOG);
    await waitForNone(".o_error_dialog");
    expect(context.error_message).toBe("no account");
    expect(context.failed_call).toBe("hypercare.issue.post_bill");
    expect(context.traceback).toMatch(/RPC_ERROR/);
});

test("a refusal can be reported as well, but not a hint what to correct", async () => {
    setSession();
    await fail({type: "AccessError", message: "You may not read bills."});
    await contains(REPORT).click();
    await waitFor(DIALOG);
    expect(context.error_name).toBe("odoo.exceptions.AccessError");
    expect(context.error_message).toBe("You may not read bills.");
});

test("what the user has to correct is not for the support", async () => {
    setSession();
    await fail({type: "ValidationError", message: "End before start."});
    expect(".o_error_dialog").toHaveText(/End before start/);
    expect(REPORT).toHaveCount(0);
});

test("an error of the page itself is reported with its traceback", async () => {
    setSession();
    await mountWithCleanup(MainComponentsContainer, {noMainContainer: true});
    getService("dialog").add(ClientErrorDialog, {
        name: "TypeError",
        message: "x is undefined",
        traceback: "TypeError: x is undefined\n  at f",
    });
    await contains(REPORT).click();
    await waitFor(DIALOG);
    expect(context).toMatchObject({
        error_name: "TypeError",
        error_message: "x is undefined",
        traceback: "TypeError: x is undefined\n  at f",
        failed_call: "",
    });
});

test("a view that cannot be loaded is reported with the server's error", async () => {
    setSession();
    await fail({
        type: "ValueError",
        errorName: "builtins.ValueError",
        message: "no account",
    });
    await contains(".o_error_dialog .btn-primary").click();
    getService("dialog").add(ClientErrorDialog, {
        name: "UncaughtPromiseError > OwlError",
        message: "The following error occurred in onWillStart",
        traceback: "OwlError\nCaused by: RPC_ERROR",
    });
    await contains(REPORT).click();
    await waitFor(DIALOG);
    expect(context.error_message).toBe("no account");
    expect(context.failed_call).toBe("hypercare.issue.post_bill");
    expect(context.traceback).toMatch(/OwlError/);
});

test("error dialogs work as ever where the addon says nothing", async () => {
    setSession(null);
    await fail({type: "ValueError", errorName: "builtins.ValueError"});
    expect(REPORT).toHaveCount(0);
    await contains(".o_error_dialog .btn-primary").click();
    await waitForNone(".o_error_dialog");
    expect(DIALOG).toHaveCount(0);
});
