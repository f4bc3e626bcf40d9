import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {defineModels, fields, models} from "@web/../tests/web_test_helpers";

class Policy extends models.Model {
    _name = "hypercare.sla.policy";
    _records = [
        {
            id: 1,
            name: "Standard",
            name_s1: "S1 Critical",
            definition_s1: "Business stopped.",
            name_s2: "S2 High",
            name_s3: "S3 Medium",
            name_s4: "S4 Low",
            line_ids: [1, 2, 3, 4],
        },
        {id: 2, name: "Empty", line_ids: []},
    ];

    name = fields.Char();
    name_s1 = fields.Char();
    name_s2 = fields.Char();
    name_s3 = fields.Char();
    name_s4 = fields.Char();
    definition_s1 = fields.Char();
    definition_s2 = fields.Char();
    definition_s3 = fields.Char();
    definition_s4 = fields.Char();
    line_ids = fields.One2many({relation: "hypercare.sla.policy.line"});
}

class PolicyLine extends models.Model {
    _name = "hypercare.sla.policy.line";
    _records = [
        {id: 1, severity: "s1", metric: "response", kind: "elapsed", minutes: 120},
        {id: 2, severity: "s1", metric: "resolution", kind: "elapsed", minutes: 240},
        {
            id: 3,
            severity: "s2",
            metric: "pickup",
            level: "l1",
            kind: "working",
            minutes: 30,
        },
        {
            id: 4,
            severity: "s4",
            metric: "resolution",
            kind: "none",
            label: "Next sprint",
        },
    ];

    severity = fields.Selection({
        selection: ["s1", "s2", "s3", "s4"].map((code) => [code, code]),
    });
    metric = fields.Selection({
        selection: ["response", "resolution", "pickup", "handover", "update"].map(
            (metric) => [metric, metric]
        ),
    });
    level = fields.Selection({
        selection: ["l0", "l1", "l2", "l3"].map((level) => [level, level]),
    });
    kind = fields.Selection({
        selection: ["elapsed", "working", "same_day", "next_days", "none"].map(
            (kind) => [kind, kind]
        ),
    });
    minutes = fields.Float();
    days = fields.Integer();
    label = fields.Char();
}

class Calendar extends models.Model {
    _name = "resource.calendar";
    _records = [{id: 1, name: "Support hours", tz: "UTC"}];

    name = fields.Char();
    tz = fields.Char();
}

/** The models of the SLA screens, with one policy that promises a little. */
export function defineSlaModels() {
    defineMailModels();
    defineModels([Policy, PolicyLine, Calendar]);
}

export const POLICY_FORM = /* xml */ `
    <form js_class="hypercare_sla_policy_form">
        <field name="name"/>
        <field name="line_ids" widget="hypercare_sla_matrix">
            <list>
                <field name="severity"/>
                <field name="metric"/>
                <field name="level"/>
                <field name="kind"/>
                <field name="minutes"/>
                <field name="days"/>
                <field name="label"/>
            </list>
        </field>
    </form>`;
