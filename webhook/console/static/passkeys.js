// A passkey is made, or asked for, as soon as its page is there; the form then sends what the device said.
"use strict";

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// The server's options name bytes in base64; the browser wants bytes.
const withBytes = (options) => {
  const named = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));
  const made = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) made.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.excludeCredentials) made.excludeCredentials = named(options.excludeCredentials);
  if (options.allowCredentials) made.allowCredentials = named(options.allowCredentials);
  return made;
};

const said = (credential) => {
  const answer = credential.response;
  const parts = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"];
  const response = Object.fromEntries(parts.filter((name) => answer[name]).map((name) => [name, toText(answer[name])]));
  if (answer.getTransports) response.transports = answer.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    extensions: JSON.stringify(credential.getClientExtensionResults()),
  };
};

const form = document.querySelector("[data-passkey]");
if (form) {
  navigator.credentials[form.dataset.passkey]({ publicKey: withBytes(JSON.parse(form.dataset.options)) })
    .then((credential) => {
      form.elements.credential.value = JSON.stringify(said(credential));
      form.submit();
    })
    .catch(() => {
      form.querySelector("[role=status]").hidden = true;
      form.querySelector("[data-fault]").hidden = false;
    });
}
