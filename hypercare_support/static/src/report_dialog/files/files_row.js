import {_t} from "@web/core/l10n/translation";
import {humanSize} from "@web/core/utils/binary";

import {Component, useExternalListener, useState} from "@odoo/owl";

import {pastedFiles, readFiles} from "./files";
import {canCapture, captureScreen} from "./screen_capture";

/** Pictures and files of a report: pasted, dropped, chosen, or taken of the screen. */
export class FilesRow extends Component {
    static template = "hypercare_support.ReportFiles";
    static props = {
        files: {type: Array, element: Object},
        limits: Object,
        onCapture: Function,
        onChange: Function,
    };

    setup() {
        this.state = useState({problems: []});
        this.canCapture = canCapture();
        this.humanSize = humanSize;
        useExternalListener(document, "paste", (ev) => {
            this.take(ev, pastedFiles(ev.clipboardData));
        });
        useExternalListener(document, "dragover", (ev) => {
            if (ev.dataTransfer?.types.includes("Files")) {
                ev.preventDefault();
            }
        });
        useExternalListener(document, "drop", (ev) => {
            this.take(ev, [...(ev.dataTransfer?.files || [])]);
        });
    }

    /** Add what came with a paste or a drop; without files it is none of ours. */
    take(ev, files) {
        if (files.length) {
            ev.preventDefault();
            this.add(files);
        }
    }

    async choose(ev) {
        const files = [...ev.target.files];
        // The same file can be chosen again after it was removed.
        ev.target.value = "";
        await this.add(files);
    }

    async capture() {
        this.state.problems = [];
        try {
            const file = await captureScreen(() => this.props.onCapture(true));
            if (file) {
                await this.add([file]);
            }
        } catch {
            this.state.problems = [
                _t("The screen could not be captured. Paste a picture instead."),
            ];
        } finally {
            this.props.onCapture(false);
        }
    }

    async add(files) {
        const {files: taken, limits} = this.props;
        const {read, problems} = await readFiles(files, taken, limits);
        this.state.problems = problems;
        this.props.onChange([...this.props.files, ...read]);
    }

    remove(file) {
        this.state.problems = [];
        this.props.onChange(this.props.files.filter(({key}) => key !== file.key));
    }
}
