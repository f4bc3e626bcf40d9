import {loadBundle} from "@web/core/assets";
import {_t} from "@web/core/l10n/translation";

import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";

import {sections} from "../command_centre";
import {Sentence} from "../../sentence/sentence";
import {Count} from "../count";

const RAISED = "#c2410c";
const DONE = "#15803d";

/** Raised against done, day by day: the gap between the lines is what is open. */
export class BurnUp extends Component {
    static template = "hypercare_support.CentreBurnUp";
    static components = {Count, Sentence};
    static props = {data: Object, period: Object};

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (canvas) => {
                if (!canvas) {
                    return;
                }
                const chart = new window.Chart(canvas, this.config);
                return () => chart.destroy();
            },
            () => [this.canvas.el, JSON.stringify(this.totals)]
        );
    }

    get days() {
        return this.props.data.days;
    }

    get totals() {
        return this.days.map((day) => [day.raised_total, day.done_total]);
    }

    /** The chart in a sentence, for whoever does not see it. */
    get summary() {
        const last = this.days.at(-1);
        return _t("%(raised)s raised, %(done)s done, %(open)s left open.", {
            raised: last.raised_total,
            done: last.done_total,
            open: last.open,
        });
    }

    get config() {
        const color = getComputedStyle(this.canvas.el).color;
        const fontSize = parseFloat(getComputedStyle(this.canvas.el).fontSize) * 0.85;
        const scale = {
            ticks: {color, precision: 0, font: {size: fontSize}},
            grid: {color: "rgba(128, 128, 128, 0.25)"},
        };
        const line = (label, values, lineColor, extra) => ({
            label,
            data: values,
            borderColor: lineColor,
            backgroundColor: lineColor,
            borderWidth: 2,
            pointRadius: values.length > 31 ? 0 : 3,
            ...extra,
        });
        return {
            type: "line",
            data: {
                labels: this.days.map(({day}) => day),
                datasets: [
                    line(
                        _t("Raised"),
                        this.totals.map(([raised]) => raised),
                        RAISED,
                        {
                            pointStyle: "rect",
                        }
                    ),
                    line(
                        _t("Done"),
                        this.totals.map(([, done]) => done),
                        DONE,
                        {
                            pointStyle: "circle",
                            borderDash: [6, 4],
                        }
                    ),
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: {intersect: false, mode: "index"},
                plugins: {
                    legend: {
                        labels: {
                            color,
                            usePointStyle: true,
                            boxWidth: fontSize * 0.7,
                            boxHeight: fontSize * 0.7,
                            font: {size: fontSize},
                        },
                    },
                    tooltip: {
                        callbacks: {title: ([{label}]) => _t("Day %s", label)},
                    },
                },
                scales: {
                    x: {
                        ...scale,
                        grid: {display: false},
                        title: {
                            display: true,
                            text: _t("Day"),
                            color,
                            font: {size: fontSize},
                        },
                    },
                    y: {...scale, beginAtZero: true},
                },
            },
        };
    }

    raisedName({day}) {
        return _t("Raised on day %s", day);
    }

    doneName({day}) {
        return _t("Done on day %s", day);
    }
}

sections.add("burn_up", {Component: BurnUp, size: 2}, {sequence: 65});
