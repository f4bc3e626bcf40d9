import {browser} from "@web/core/browser/browser";

/** A wider picture shows nothing more, but may be too large to send. */
const WIDEST = 2560;
/** Milliseconds until the page is drawn without the dialog. */
const SETTLE = 300;

/** @returns {boolean} not on phones, and only over a secure connection */
export function canCapture() {
    return Boolean(browser.navigator.mediaDevices?.getDisplayMedia);
}

/**
 * Let the user choose a screen or window and take one picture of it.
 *
 * @param {() => void} onChosen called once it is clear that a picture is taken
 * @returns {Promise<File|null>} null if the user would rather not
 */
export async function captureScreen(onChosen) {
    let stream;
    try {
        stream = await browser.navigator.mediaDevices.getDisplayMedia({
            video: true,
            preferCurrentTab: true,
        });
    } catch (error) {
        if (error.name === "NotAllowedError") {
            return null;
        }
        throw error;
    }
    try {
        onChosen();
        return await grabFrame(stream);
    } finally {
        stream.getTracks().forEach((track) => track.stop());
    }
}

async function grabFrame(stream) {
    const video = document.createElement("video");
    video.srcObject = stream;
    video.muted = true;
    await video.play();
    await new Promise((resolve) => browser.setTimeout(resolve, SETTLE));
    const scale = Math.min(1, WIDEST / video.videoWidth);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return new File([blob], "screen.png", {type: "image/png"});
}
