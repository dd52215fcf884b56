// Passkeys: carries the server's question to the device, and the device's answer to the form.

type Json = Record<string, unknown>;
type Descriptor = { id: string } & Json;

const decode = (text: string): ArrayBuffer => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
};

const encode = (bytes: ArrayBuffer | null): string | undefined =>
  bytes
    ? btoa(String.fromCharCode(...new Uint8Array(bytes)))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replaceAll("=", "")
    : undefined;

const decoded = (list: unknown): Json[] =>
  ((list as Descriptor[] | undefined) ?? []).map((one) => ({ ...one, id: decode(one.id) }));

export function comfortPasskeys(): void {
  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void answer(form);
    });
  }
}

async function answer(form: HTMLFormElement): Promise<void> {
  const failed = form.querySelector<HTMLElement>("[data-passkey-failed]");
  const field = form.querySelector<HTMLInputElement>("input[name=credential]");
  if (!field) return;
  if (failed) failed.hidden = true;
  try {
    const creating = form.dataset.passkey === "create";
    field.value = JSON.stringify(creating ? await create(await question(form), form) : await get(await question(form)));
  } catch {
    if (failed) failed.hidden = false; // closed, refused or too late: the page says so, and another way is beside
    return;
  }
  carryChoice(form);
  form.submit();
}

async function question(form: HTMLFormElement): Promise<Json> {
  const address = form.dataset.passkeyAsks;
  const said: Json = address
    ? await (await fetch(address, { headers: { Accept: "application/json" } })).json()
    : JSON.parse(form.querySelector("script[type='application/json']")?.textContent ?? "{}");
  return ((said.creation_options ?? said.request_options) as Json).publicKey as Json;
}

async function create(asked: Json, form: HTMLFormElement): Promise<Json> {
  const alone = form.querySelector<HTMLInputElement>("input[name=passwordless]")?.checked ?? false;
  const selection = { ...(asked.authenticatorSelection as Json), residentKey: alone ? "required" : "discouraged" };
  const publicKey = {
    ...asked,
    challenge: decode(asked.challenge as string),
    user: { ...(asked.user as Json), id: decode((asked.user as Descriptor).id) },
    excludeCredentials: decoded(asked.excludeCredentials),
    authenticatorSelection: {
      ...selection,
      requireResidentKey: alone,
      ...(alone ? { userVerification: "required" } : {}),
    },
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return told(made, {
    clientDataJSON: encode(response.clientDataJSON),
    attestationObject: encode(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  });
}

async function get(asked: Json): Promise<Json> {
  const publicKey = {
    ...asked,
    challenge: decode(asked.challenge as string),
    allowCredentials: decoded(asked.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const used = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = used.response as AuthenticatorAssertionResponse;
  return told(used, {
    clientDataJSON: encode(response.clientDataJSON),
    authenticatorData: encode(response.authenticatorData),
    signature: encode(response.signature),
    userHandle: encode(response.userHandle),
  });
}

function told(credential: PublicKeyCredential, response: Json): Json {
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

// The box "This is a shared device" stands in the form above: it holds for this door too.
function carryChoice(form: HTMLFormElement): void {
  const box = document.querySelector<HTMLInputElement>("input[type=checkbox][name=shared_device]");
  if (!box?.checked || box.form === form) return;
  const copy = document.createElement("input");
  Object.assign(copy, { type: "hidden", name: box.name, value: "on" });
  form.append(copy);
}
