import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {
    manuallyDispatchProgrammaticEvent,
    queryAllTexts,
    queryOne,
    setInputFiles,
    waitFor,
    waitForNone,
} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";

import {
    DIALOG,
    NAME,
    RECEIPT,
    SEND,
    START,
    answer,
    answerAll,
    defineReportModels,
    openDialog,
    pngFile,
    setSession,
} from "./report_helpers";

describe.current.tags("desktop");
defineReportModels();

const FILES = `${DIALOG} .o_hc_report_files li`;
const HINTS = `${DIALOG} .o_hc_report_files .o_hc_report_hint`;

beforeEach(() => {
    setSession();
    answer("report_similar", {issues: [], articles: []});
});

/** Paste or drop files, and maybe the text that goes with them. */
async function give(event, files, text) {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    if (text) {
        transfer.setData("text/plain", text);
    }
    const name = event === "paste" ? "clipboardData" : "dataTransfer";
    await manuallyDispatchProgrammaticEvent(queryOne(NAME), event, {[name]: transfer});
    await animationFrame();
}

test("a pasted picture is sent", async () => {
    let sent;
    answer("report_submit", ({attachments}) => {
        sent = attachments;
        return RECEIPT;
    });
    await openDialog();
    await give("paste", [pngFile("image.png", 3)]);
    await waitFor(`${FILES} img`);
    await contains(NAME).edit("Labels do not print");
    await answerAll();
    await contains(SEND).click();
    await waitFor(".o_hc_report_receipt");
    expect(sent).toEqual([{name: "image.png", mimetype: "image/png", data: "AAAA"}]);
});

test("pasted cells of a spreadsheet are text, not their picture", async () => {
    await openDialog();
    await give("paste", [pngFile()], "HC-001");
    await animationFrame();
    expect(FILES).toHaveCount(0);
});

test("files are dropped, chosen and removed", async () => {
    await openDialog();
    await give("drop", [pngFile("dropped.png")]);
    await waitFor(FILES);
    await contains(`${DIALOG} input[type=file]`, {visible: false}).click();
    await setInputFiles([new File(["%PDF"], "bill.pdf", {type: "application/pdf"})]);
    await waitFor(`${FILES}:contains(bill.pdf)`);
    expect(queryAllTexts(`${FILES} .o_hc_report_file_name`)).toEqual([
        "dropped.png 100.00 Bytes",
        "bill.pdf 4.00 Bytes",
    ]);
    await contains(`${FILES}:first button[name=remove]`).click();
    expect(queryAllTexts(`${FILES} .o_hc_report_file_name`)).toEqual([
        "bill.pdf 4.00 Bytes",
    ]);
});

test("files that cannot be sent are refused at once, each with its reason", async () => {
    await openDialog();
    await give("drop", [pngFile("empty.png", 0), pngFile("huge.png", 1001)]);
    await waitFor(HINTS);
    expect(queryAllTexts(HINTS)).toEqual([
        "“empty.png” is empty.",
        "“huge.png” has 1001.00 Bytes; at most 1000.00 Bytes can be sent.",
    ]);
    expect(FILES).toHaveCount(0);
    const bill = (name) => new File([new Uint8Array(1500)], name);
    await give("drop", [bill("a.pdf"), bill("b.pdf"), pngFile()]);
    await waitFor(FILES);
    expect(queryAllTexts(HINTS)).toEqual(["All files together may have 2.93 Kb."]);
    expect(FILES).toHaveCount(2);
});

test("more files than can be sent are refused", async () => {
    await openDialog();
    await give("drop", [pngFile(), pngFile(), pngFile(), pngFile()]);
    await waitFor(HINTS);
    expect(HINTS).toHaveText("At most 3 files can be sent.");
    expect(FILES).toHaveCount(3);
});

test("the screen is captured without the dialog in front of it", async () => {
    const stream = document.createElement("canvas").captureStream();
    patchWithCleanup(browser.navigator, {
        mediaDevices: {getDisplayMedia: async () => stream},
    });
    // The film runs in real time, the clock of the page does not: show a still.
    patchWithCleanup(HTMLVideoElement.prototype, {
        play: async () => {},
        get videoWidth() {
            return 5120;
        },
        get videoHeight() {
            return 1000;
        },
    });
    const {toBlob} = HTMLCanvasElement.prototype;
    patchWithCleanup(HTMLCanvasElement.prototype, {
        toBlob(...args) {
            expect.step([this.width, this.height]);
            return toBlob.apply(this, args);
        },
    });
    await openDialog({start: {...START, limits: {}}});
    await contains(`${DIALOG} button[name=capture]`).click();
    await waitFor(".o_hc_report_capturing");
    expect(FILES).toHaveCount(0);
    await advanceTime(300);
    await waitFor(`${FILES} img`);
    expect.verifySteps([[2560, 500]]);
    expect(".o_hc_report_file_name").toHaveText(/^screen\.png/);
    await waitForNone(".o_hc_report_capturing");
    expect(stream.getTracks().map(({readyState}) => readyState)).toEqual(["ended"]);
});

test("whoever would rather not capture the screen goes on as before", async () => {
    patchWithCleanup(browser.navigator, {
        mediaDevices: {
            getDisplayMedia: async () => {
                throw new DOMException("Permission denied", "NotAllowedError");
            },
        },
    });
    await openDialog();
    await contains(`${DIALOG} button[name=capture]`).click();
    await animationFrame();
    expect(FILES).toHaveCount(0);
    expect(HINTS).toHaveCount(0);
    expect(".o_hc_report_capturing").toHaveCount(0);
});

test("a browser that cannot capture the screen does not offer it", async () => {
    patchWithCleanup(browser.navigator, {mediaDevices: undefined});
    await openDialog();
    expect(`${DIALOG} button[name=capture]`).toHaveCount(0);
});

test("what phones make is shown as an icon where browsers cannot show it", async () => {
    await openDialog({start: {...START, limits: {}}});
    await give("drop", [
        new File(["x"], "IMG_1.HEIC", {type: "image/heic"}),
        new File(["x"], "IMG_2.heic"),
        new File(["x"], "IMG_3.MOV", {type: "video/quicktime"}),
        new File(["x"], "bill.pdf", {type: "application/pdf"}),
        pngFile("shot.png"),
    ]);
    await waitFor(`${FILES}:contains(shot.png) img`);
    expect(`${FILES} img`).toHaveCount(1);
    const icons = [...document.querySelectorAll(`${FILES} i.fa-lg`)];
    expect(icons.map(({classList}) => classList[2])).toEqual([
        "fa-file-image-o",
        "fa-file-image-o",
        "fa-file-video-o",
        "fa-file-o",
    ]);
});
