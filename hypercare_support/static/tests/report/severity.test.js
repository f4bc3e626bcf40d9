import {describe, expect, test} from "@odoo/hoot";

import {browserName} from "@hypercare_support/report_dialog/describe";
import {severityOf} from "@hypercare_support/report_dialog/form/severity";

describe.current.tags("headless");

test("the answers lead to the severity of the server's table", () => {
    const cases = [
        // Work stopped, way round it, only person: severity
        ["yes", "none", "yes", "s1"],
        ["yes", "none", "no", "s1"],
        ["yes", "costly", "yes", "s2"],
        ["yes", "costly", "no", "s2"],
        ["yes", "easy", "yes", "s2"],
        ["yes", "easy", "no", "s2"],
        ["no", "none", "yes", "s1"],
        ["no", "none", "no", "s2"],
        ["no", "costly", "yes", "s3"],
        ["no", "costly", "no", "s3"],
        ["no", "easy", "yes", "s4"],
        ["no", "easy", "no", "s4"],
        // As soon as it is clear, but not before.
        ["yes", "none", "", "s1"],
        ["no", "easy", "", "s4"],
        ["no", "none", "", ""],
        ["yes", "", "yes", ""],
        ["", "none", "yes", ""],
    ];
    for (const [work_stopped, workaround_known, only_person, severity] of cases) {
        const answers = {work_stopped, workaround_known, only_person};
        expect(severityOf(answers)).toBe(severity, {
            message: JSON.stringify(answers),
        });
    }
});

test("a browser is named in short words", () => {
    const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
    const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
    const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)";
    const cases = {
        [`${windows} ${webkit} Chrome/141.0.0.0 Safari/537.36`]: "Chrome 141, Windows",
        [`${windows} ${webkit} Chrome/141.0 Safari/537.36 Edg/141.0`]:
            "Edge 141, Windows",
        "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0":
            "Firefox 144, Linux",
        [`Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/140.0 Mobile`]:
            "Chrome 140, Android",
        [`${phone} AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1`]:
            "Safari 18, iOS",
        "something else": "",
    };
    for (const [agent, name] of Object.entries(cases)) {
        expect(browserName(agent)).toBe(name);
    }
});
