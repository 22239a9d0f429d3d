// A browser for the documents' JavaScript: runs a block as a page's script would, then calls what it declares.
//
//   node --experimental-websocket documented_browser.js enroll|decrypt < {"code": …, …}
//
// What a page finds in a browser is stood in for here: a camera and a canvas that show given JPEG frames, and Debian's
// CryptoJS. `fetch` and `WebSocket` are Node's own.
"use strict";
const fs = require("fs");
const vm = require("vm");

const CRYPTOJS = "/usr/share/javascript/cryptojs/";
const CRYPTOJS_PARTS = [
  "core", "enc-base64", "md5", "sha1", "hmac", "evpkdf", "cipher-core", "aes", "sha256",
];

const task = JSON.parse(fs.readFileSync(0, "utf8"));

// The camera's frames over and over.
function page(frames) {
  let next = 0;
  const canvas = {
    width: 640, height: 480,
    getContext: () => ({ drawImage: () => { next += 1; } }),
    toDataURL: (type) => `data:${type};base64,${frames[next % frames.length]}`,
  };
  const elements = { video: {}, canvas };
  return {
    document: { getElementById: (id) => elements[id] },
    navigator: { mediaDevices: { getUserMedia: async () => ({}) } },
  };
}

// The block ends by enrolling at a placeholder's address: nothing of that may leave this machine.
async function localFetch(url, options) {
  if (!url.startsWith("http://127.0.0.1:")) throw new Error("not a local address");
  return fetch(url, options);
}

async function enroll() {
  const output = (...words) => process.stdout.write(words.join(" ") + "\n");
  const context = vm.createContext({
    ...page(task.frames), fetch: localFetch, WebSocket, setInterval, console: { log: output, error: output },
  });
  // The placeholder's enrollment fails, as it would in a browser.
  process.on("unhandledRejection", (reason) => {
    if (reason.message !== "not a local address") throw reason;
  });
  vm.runInContext(task.code, context);
  const client = new (vm.runInContext("FaceAuthClient", context))(task.apiKey, task.secret, task.url);
  await client.runEnrollment(task.user);
  client.ws.onclose = (event) => {
    output("Closed:", event.code);
    process.exit(0);
  };
}

async function decrypt() {
  const context = vm.createContext({});
  for (const part of CRYPTOJS_PARTS) vm.runInContext(fs.readFileSync(`${CRYPTOJS}${part}.js`, "utf8"), context);
  vm.runInContext(task.code, context);
  const result = await vm.runInContext("decryptResponse", context)(task.payload, task.apiKey);
  process.stdout.write(JSON.stringify(result) + "\n");
}

({ enroll, decrypt })[process.argv[2]]();
