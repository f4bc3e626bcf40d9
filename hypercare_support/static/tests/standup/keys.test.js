import {mailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {manuallyDispatchProgrammaticEvent, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    defineModels,
    makeDialogMockEnv,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {localization} from "@web/core/l10n/localization";

import {Component, xml} from "@odoo/owl";

import {Help} from "@hypercare_support/standup/help/help";
import {arrows, keyName, useKeys} from "@hypercare_support/standup/keys";

describe.current.tags("desktop");
defineModels(mailModels);

/** A screen that writes down which of its keys were pressed. */
async function openKeys() {
    class Keys extends Component {
        static template = xml`<div class="o_keys"/>`;
        static props = ["*"];

        setup() {
            useKeys(
                () => this.keys,
                () => true
            );
        }

        get keys() {
            const [onward, back] = arrows();
            const names = ["j", "k", "o", "d", "s", "n", "?"];
            return {
                ...Object.fromEntries(
                    names.map((name) => [name, () => expect.step(name)])
                ),
                [onward]: () => expect.step("onward"),
                [back]: () => expect.step("back"),
            };
        }
    }
    await mountWithCleanup(Keys);
}

async function type(key, code, values = {}) {
    const target = document.querySelector(".o_keys");
    await manuallyDispatchProgrammaticEvent(target, "keydown", {
        key,
        code,
        bubbles: true,
        ...values,
    });
    await animationFrame();
}

test("a key has the same name on every keyboard", () => {
    const names = [
        // English; with the caps lock on
        [{key: "j", code: "KeyJ"}, "j"],
        [{key: "O", code: "KeyO"}, "o"],
        // Bengali (Probhat, Jatiyo), and through an input method
        [{key: "জ", code: "KeyJ"}, "j"],
        [{key: "দ", code: "KeyD"}, "d"],
        [{key: "্র", code: "KeyN"}, "n"],
        [{key: "Process", code: "KeyS"}, "s"],
        // Arabic: some keys write two letters
        [{key: "ت", code: "KeyJ"}, "j"],
        [{key: "لا", code: "KeyB"}, "b"],
        [{key: "؟", code: "Slash", shiftKey: true}, "?"],
        [{key: "ظ", code: "Slash"}, "ظ"],
        // Other places of Latin letters: what is written counts
        [{key: "d", code: "KeyH"}, "d"],
        [{key: ",", code: "KeyM"}, ","],
        [{key: "?", code: "Minus", shiftKey: true}, "?"],
        // Keys with names of their own
        [{key: "Enter", code: "Enter"}, "Enter"],
        [{key: "ArrowLeft", code: "ArrowLeft"}, "ArrowLeft"],
        // Software keyboards know no places
        [{key: "Unidentified", code: ""}, "Unidentified"],
    ];
    for (const [event, name] of names) {
        expect(keyName(event)).toBe(name, {message: `${event.key} ${event.code}`});
    }
});

test("Bengali and Arabic keyboards run the stand-up", async () => {
    await openKeys();
    await type("জ", "KeyJ");
    await type("ن", "KeyK");
    await type("ো", "KeyO");
    await type("؟", "Slash", {shiftKey: true});
    expect.verifySteps(["j", "k", "o", "?"]);
    // Nothing happens that others mean.
    await type("জ", "KeyJ", {ctrlKey: true});
    await type("ব", "KeyB");
    expect.verifySteps([]);
});

test("from right to left the arrows go the other way", async () => {
    await openKeys();
    // Not before: a page that begins so loads the styles for it.
    patchWithCleanup(localization, {direction: "rtl"});
    await type("ArrowLeft", "ArrowLeft");
    await type("ArrowRight", "ArrowRight");
    expect.verifySteps(["onward", "back"]);
});

test("from left to right they do not", async () => {
    await openKeys();
    await type("ArrowRight", "ArrowRight");
    await type("ArrowLeft", "ArrowLeft");
    expect.verifySteps(["onward", "back"]);
});

test("the help shows the arrows as they work", async () => {
    await makeDialogMockEnv();
    const help = await mountWithCleanup(Help, {props: {close: () => {}}});
    expect(queryAllTexts(".o_hc_standup_keys dt")[1]).toMatch(/j\s*↓\s*→/);
    patchWithCleanup(localization, {direction: "rtl"});
    expect(help.arrows).toEqual(["←", "→"]);
});
