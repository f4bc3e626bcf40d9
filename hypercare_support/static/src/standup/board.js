import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {Mutex} from "@web/core/utils/concurrency";
import {Reactive} from "@web/core/utils/reactive";

const MODEL = "hypercare.standup";
/** Values that somebody else may have changed since they were shown. */
const SEEN = {
    user_id: (line) => line.owner_id,
    commit_date: (line) => line.commit_date,
    severity: (line) => line.severity,
    note: (line) => line.note,
};

/**
 * What the stand-up screen shows and does; every change is asked of the server, which
 * has the last word.
 */
export class Board extends Reactive {
    constructor(orm) {
        super();
        this.orm = orm;
        this.mutex = new Mutex();
        /** What `standup_open` has answered. */
        this.data = null;
        /** Which issue is spoken of; as many as there are issues: none any more. */
        this.index = 0;
        this.isFinishing = false;
        /** What is being changed: owner, date, severity, note or nothing. */
        this.editing = "";
        this.isBusy = false;
        this.error = "";
        /** Notes that could not be saved, by line. */
        this.drafts = {};
        /** What somebody else has changed meanwhile. */
        this.changed = "";
    }

    get lines() {
        return this.data?.lines || [];
    }

    get line() {
        return this.lines[this.index];
    }

    get isOpen() {
        return this.data?.state === "open";
    }

    get lacking() {
        return this.lines.filter((line) => line.lacks);
    }

    get left() {
        return this.lines.filter((line) => !line.discussed).length;
    }

    // -- The server -----------------------------------------------------------------

    async open(periodId = false, standupId = false) {
        await this.attempt(async () => {
            const args = [periodId, standupId];
            this.begin(await this.orm.call(MODEL, "standup_open", args));
        });
    }

    async start() {
        await this.attempt(async () => {
            const args = [this.data.period.id];
            this.begin(await this.orm.call(MODEL, "standup_start", args));
        });
    }

    /** Nothing to discuss: started and closed in one go. */
    async startAndClose() {
        await this.start();
        if (this.isOpen && !this.lines.length) {
            await this.close("", "");
        }
    }

    /** Read again what others have changed; where one is, one stays. */
    async refresh() {
        if (!this.isOpen) {
            return;
        }
        const args = [false, this.data.id];
        let data = null;
        try {
            data = await this.orm.silent.call(MODEL, "standup_open", args);
        } catch {
            // The next change says what is wrong; until then this is still right.
            return;
        }
        const {line} = this;
        this.data = data;
        if (line) {
            const index = this.lines.findIndex(({id}) => id === line.id);
            this.index = index < 0 ? Math.min(this.index, this.lines.length) : index;
        }
    }

    /**
     * Decide something about the present issue.
     *
     * @param {Object} changes see `standup_decide`
     * @param {Object} [seen] the line as it was when the user began to change it
     * @returns {Promise<boolean>} whether it was written
     */
    async decide(changes, seen = this.line) {
        const known = {};
        for (const name of Object.keys(changes)) {
            if (name in SEEN) {
                known[name] = SEEN[name](seen);
            }
        }
        const {id} = seen;
        const isWritten = await this.attempt(async () => {
            const answer = await this.call("standup_decide", [id, changes, known]);
            this.replace(answer.line);
            this.changed = answer.changed || "";
            if (!answer.changed && this.line?.id === id) {
                this.editing = "";
            }
            return !answer.changed;
        });
        if (isWritten) {
            delete this.drafts[id];
        } else if ("note" in changes) {
            this.drafts[id] = changes.note;
        }
        return isWritten;
    }

    async keep(values) {
        const before = {};
        for (const name of Object.keys(values)) {
            before[name] = this.data[name];
        }
        // At once: whoever ticks five names does not wait for each.
        Object.assign(this.data, values);
        const isKept = await this.attempt(() => this.call("standup_keep", [values]));
        if (!isKept) {
            Object.assign(this.data, before);
        }
        return isKept;
    }

    async close(reason, notes) {
        return this.attempt(async () => {
            this.data = await this.call("standup_close", [reason, notes]);
            this.isFinishing = false;
            return true;
        });
    }

    call(method, args) {
        return this.orm.call(MODEL, method, [[this.data.id], ...args]);
    }

    /** One after the other; say in place what goes wrong. */
    attempt(work) {
        return this.mutex.exec(() => this.attemptNow(work));
    }

    async attemptNow(work) {
        this.isBusy = true;
        this.error = "";
        this.changed = "";
        try {
            return await work();
        } catch (error) {
            this.error =
                error instanceof ConnectionLostError
                    ? _t(
                          "The server could not be reached: this is not saved yet. Try again."
                      )
                    : error.data?.message || error.message;
            return false;
        } finally {
            this.isBusy = false;
        }
    }

    // -- From issue to issue --------------------------------------------------------

    begin(data) {
        this.data = data;
        this.editing = "";
        this.isFinishing = false;
        const first = this.lines.findIndex((line) => !line.passed);
        this.index = first < 0 ? 0 : first;
    }

    replace(line) {
        const index = this.lines.findIndex(({id}) => id === line.id);
        if (index >= 0) {
            this.lines[index] = line;
        }
    }

    select(index) {
        if (index >= 0 && index < this.lines.length) {
            this.index = index;
            this.isFinishing = false;
            this.editing = "";
            this.error = "";
            this.changed = "";
        }
    }

    /** Go on; the issue that one leaves was spoken of. */
    next() {
        const {line} = this;
        if (this.isFinishing) {
            return;
        }
        if (line && !line.passed) {
            Object.assign(line, {discussed: true, passed: true});
            // Not waited for: going on is quick, and a lost mark costs one more look.
            this.call("standup_discussed", [line.id]).catch(() => {
                line.passed = false;
            });
        }
        if (this.index + 1 < this.lines.length) {
            this.select(this.index + 1);
        } else {
            this.finish();
        }
    }

    previous() {
        this.select(this.isFinishing ? this.lines.length - 1 : this.index - 1);
    }

    async finish() {
        this.editing = "";
        this.changed = "";
        this.isFinishing = true;
        await this.refresh();
    }

    edit(what) {
        const {line} = this;
        if (!line || this.isFinishing || this.isBusy) {
            return;
        }
        this.error = "";
        this.changed = "";
        this.editing = this.editing === what ? "" : what;
    }
}
