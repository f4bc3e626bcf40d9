// The linters live in .dev/node, out of the way of whoever only runs Odoo.
import {createRequire} from "node:module";

const {resolve} = createRequire(new URL("./.dev/node/package.json", import.meta.url));

export default {
    plugins: [resolve("@prettier/plugin-xml")],
    printWidth: 88,
    bracketSpacing: false,
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "preserve",
};
