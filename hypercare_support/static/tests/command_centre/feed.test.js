import {mailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    defineModels,
    mockService,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {ConnectionLostError, rpc} from "@web/core/network/rpc";

import {CHANNEL, GAP, RETRY, SLOW, SPREAD} from "@hypercare_support/centre/feed";

import {NOW, answer, mountCentre} from "./centre_helpers";

describe.current.tags("desktop");
defineModels(mailModels);

let asked = 0;
beforeEach(() => {
    asked = 0;
    mockDate("2026-03-09 10:00:00", 0);
    patchWithCleanup(Math, {random: () => 0.5});
});

const count =
    (reply = answer()) =>
    () => {
        asked++;
        return reply;
    };

/** Have the bus service say that the connection is lost, or there again. */
async function say(centre, type) {
    centre.env.services.bus_service.trigger(type);
    await animationFrame();
}

test("many changes are one question, and another period's are none", async () => {
    let onMessage = null;
    mockService("bus_service", {
        addChannel: (channel) => expect.step(channel),
        subscribe(type, callback) {
            if (type === CHANNEL) {
                onMessage = callback;
            }
        },
    });
    await mountCentre(count());
    expect.verifySteps([`${CHANNEL}_4`]);
    expect(asked).toBe(1);
    onMessage({period_id: 5});
    await advanceTime(GAP + SPREAD);
    expect(asked).toBe(1);
    for (let number = 0; number < 20; number++) {
        onMessage({period_id: 4});
    }
    await advanceTime(SPREAD);
    expect(asked).toBe(2);
    for (let number = 0; number < 20; number++) {
        onMessage({period_id: 4});
    }
    await advanceTime(GAP - SPREAD);
    expect(asked).toBe(2);
    await advanceTime(2 * SPREAD);
    expect(asked).toBe(3);
});

test("a quiet screen asks every five minutes", async () => {
    await mountCentre(count());
    await advanceTime(SLOW - 10 * 1000);
    expect(asked).toBe(1);
    await advanceTime(10 * 1000 + SPREAD);
    expect(asked).toBe(2);
});

test("a breach is seen when it comes", async () => {
    const next = {due: "2026-03-09 10:01:00", issue: null};
    await mountCentre(count(answer({sections: {now: {...NOW, next}}})));
    await advanceTime(50 * 1000);
    expect(asked).toBe(1);
    await advanceTime(15 * 1000);
    expect(asked).toBe(2);
});

test("a lost connection says as of when, and comes back by itself", async () => {
    let isOnline = true;
    patchWithCleanup(rpc, {
        _rpc(url) {
            if (!isOnline && url.endsWith("command_centre")) {
                return Promise.reject(new ConnectionLostError(url));
            }
            return super._rpc(...arguments);
        },
    });
    const centre = await mountCentre(count());
    expect(".o_hc_centre_as_of").toHaveText(/^As of \d+:\d\d/);
    expect(".o_hc_centre_lost").toHaveCount(0);
    isOnline = false;
    await say(centre, "BUS:RECONNECT");
    await advanceTime(GAP + SPREAD);
    await animationFrame();
    expect(".o_hc_centre_lost").toHaveText(/the connection is lost/);
    expect("[data-part=now]").toHaveCount(1);
    isOnline = true;
    await advanceTime(RETRY + SPREAD);
    await animationFrame();
    expect(".o_hc_centre_lost").toHaveCount(0);
});

test("a bus that is gone is said as well", async () => {
    const centre = await mountCentre(count());
    await say(centre, "BUS:DISCONNECT");
    expect(".o_hc_centre_lost").toHaveCount(1);
    await say(centre, "BUS:RECONNECT");
    await advanceTime(GAP + SPREAD);
    await animationFrame();
    expect(".o_hc_centre_lost").toHaveCount(0);
});
