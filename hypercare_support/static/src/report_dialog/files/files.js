import {_t} from "@web/core/l10n/translation";
import {humanSize} from "@web/core/utils/binary";
import {getDataURLFromFile} from "@web/core/utils/urls";

/** Names for the same type of file. */
const ALIASES = {
    heif: "heic",
    jfif: "jpg",
    jpeg: "jpg",
    log: "txt",
    m4v: "mp4",
    qt: "mov",
    "3gpp": "3gp",
    tsv: "csv",
};
/** What every browser can show; a phone's HEIC is not among it. */
const SHOWN = ["image/png", "image/jpeg", "image/gif", "image/webp"];

let lastKey = 0;

/**
 * Read files that fit; the server looks at them again.
 *
 * @param {File[]} files
 * @param {Object[]} taken files of the report so far
 * @param {Object} limits of `report_start`, empty as long as they are not known
 * @returns {Promise<{read: Object[], problems: string[]}>}
 */
export async function readFiles(files, taken, limits) {
    const read = [];
    const problems = [];
    for (const file of files) {
        const problem = problemOf(file, [...taken, ...read], limits);
        if (problem) {
            problems.push(problem);
            continue;
        }
        try {
            read.push(await readFile(file));
        } catch {
            problems.push(_t("“%s” could not be read.", file.name));
        }
    }
    return {read, problems};
}

async function readFile(file) {
    const url = await getDataURLFromFile(file);
    return {
        key: ++lastKey,
        name: file.name,
        mimetype: file.type,
        size: file.size,
        data: url.slice(url.indexOf(",") + 1),
        picture: SHOWN.includes(file.type) && url,
        icon: iconOf(file),
    };
}

/** Some browsers do not know the types of phones: their names tell as much. */
function iconOf({name, type}) {
    if (type.startsWith("video/") || /\.(3gpp?|mov|mp4|m4v|qt|webm)$/i.test(name)) {
        return "fa-file-video-o";
    }
    if (type.startsWith("image/") || /\.(heic|heif)$/i.test(name)) {
        return "fa-file-image-o";
    }
    return "fa-file-o";
}

function problemOf({name, size}, taken, {files, bytes, file_bytes = {}}) {
    if (files && taken.length >= files) {
        return _t("At most %s files can be sent.", files);
    }
    if (!size) {
        return _t("“%s” is empty.", name);
    }
    const ending = name.split(".").pop().toLowerCase();
    const limit = file_bytes[ALIASES[ending] || ending];
    if (limit && size > limit) {
        const values = {name, size: humanSize(size), limit: humanSize(limit)};
        return _t("“%(name)s” has %(size)s; at most %(limit)s can be sent.", values);
    }
    const total = taken.reduce((sum, other) => sum + other.size, size);
    if (bytes && total > bytes) {
        return _t("All files together may have %s.", humanSize(bytes));
    }
    return "";
}

/**
 * The files of a clipboard. Cells of a spreadsheet come as text and as a picture of it:
 * whoever pastes those means the text.
 *
 * @param {DataTransfer} clipboard
 * @returns {File[]}
 */
export function pastedFiles(clipboard) {
    return clipboard?.types.includes("text/plain") ? [] : [...(clipboard?.files || [])];
}
