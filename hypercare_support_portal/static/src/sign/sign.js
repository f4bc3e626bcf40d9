import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {NameAndSignature} from "@web/core/signature/name_and_signature";
import {redirect} from "@web/core/utils/urls";

/**
 * Signing an exit review: go or no-go, in words, and a drawn signature.
 *
 * The name is that of the account; whose turn it is decides the server.
 */
export class HypercareSign extends Component {
    static template = "hypercare_support_portal.Sign";
    static components = {NameAndSignature};
    static props = {
        callUrl: String,
        defaultName: String,
        seal: String,
        says: String,
    };

    setup() {
        this.rootRef = useRef("root");
        useEffect(() => {
            // Odoo's button for another handwriting has a picture only.
            this.rootRef.el
                .querySelector("button.fa-font")
                ?.setAttribute("aria-label", _t("Another handwriting"));
        });
        this.state = useState({decision: "", note: "", error: "", busy: false});
        this.signature = useState({
            name: this.props.defaultName,
            getSignatureImage: () => "",
            resetSignature: () => null,
            isSignatureEmpty: true,
        });
    }

    get canSign() {
        return (
            !this.state.busy && this.state.decision && !this.signature.isSignatureEmpty
        );
    }

    get missing() {
        if (!this.state.decision) {
            return _t("Choose go or no-go first.");
        }
        if (this.signature.isSignatureEmpty) {
            return _t("Draw your signature above.");
        }
        return "";
    }

    async sign() {
        this.state.busy = true;
        this.state.error = "";
        const [, signature] = this.signature.getSignatureImage().split(",");
        try {
            const answer = await rpc(this.props.callUrl, {
                signature,
                decision: this.state.decision,
                note: this.state.note,
                seal: this.props.seal,
            });
            if (answer.redirect_url) {
                redirect(answer.redirect_url);
                // The address may be the same but for what stands after “#”.
                return;
            }
            this.state.error = answer.error;
        } catch {
            this.state.error = _t("It was not signed: no connection. Try again.");
        }
        this.state.busy = false;
    }
}

registry
    .category("public_components")
    .add("hypercare_support_portal.sign", HypercareSign);
