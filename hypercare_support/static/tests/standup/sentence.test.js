import {mailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {defineModels, mountWithCleanup} from "@web/../tests/web_test_helpers";

import {Component, xml} from "@odoo/owl";

import {Sentence} from "@hypercare_support/sentence/sentence";

describe.current.tags("desktop");
defineModels(mailModels);

/** Mount a sentence whose parts are links. */
async function say(text) {
    class Parent extends Component {
        static components = {Sentence};
        static props = ["*"];
        static template = xml`
            <p class="o_said"><Sentence text="props.text">
                <t t-set-slot="done"><a href="#">5</a></t>
                <t t-set-slot="all">6</t>
            </Sentence></p>`;
    }
    await mountWithCleanup(Parent, {props: {text}});
}

test("elements stand where the language wants them", async () => {
    await say("%(done)s of %(all)s done");
    expect(".o_said").toHaveText("5 of 6 done");
    expect(".o_said a").toHaveText("5");
});

test("another language has another order, and repeats what it likes", async () => {
    await say("%(all)s-এর মধ্যে %(done)s শেষ, %(done)s!");
    expect(".o_said").toHaveText("6-এর মধ্যে 5 শেষ, 5!");
    expect(".o_said a").toHaveCount(2);
});

test("a sentence without parts is itself; percent signs are text", async () => {
    await say("100 % done %s");
    expect(".o_said").toHaveText("100 % done %s");
});
