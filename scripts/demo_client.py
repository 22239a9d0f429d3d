"""What scripts/demo does with the host: everything goes over the documented API, with real faces.

    KENALI_TENANT='{"api_key": …, "api_secret": …}' demo_client.py URL TESTDATA FACES

Exits with 1 where something is not as it should be.
"""

import asyncio
import base64
import hashlib
import json
import os
import pathlib
import sys
import time

import requests
import websockets
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

URL = sys.argv[1].rstrip("/")
TESTDATA, FACES = pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
TENANT = json.loads(os.environ["KENALI_TENANT"])
failures = []


def check(ok, what):
    print(f"   {'ok ' if ok else 'NOT'} {what}", flush=True)
    if not ok:
        failures.append(what)


def decrypt(payload, key):
    data = base64.b64decode(payload)
    decryptor = Cipher(algorithms.AES(hashlib.sha256(key.encode()).digest()), modes.CBC(data[:16])).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    plain = unpadder.update(decryptor.update(data[16:]) + decryptor.finalize()) + unpadder.finalize()
    return json.loads(plain)


def clip():
    """The clip's frames over and over, as a camera that does not stop."""
    frames = [path.read_bytes() for path in sorted((TESTDATA / "carphone").glob("*.jpg"))]
    while True:
        yield from frames


async def stream(session, frames):
    """Sends frames at 10 a second until the session ends; prints what changes."""
    shown = None
    async with websockets.connect(session["websocket_url"], max_size=None) as socket:

        async def send():
            for frame in frames:
                image = "data:image/jpeg;base64," + base64.b64encode(frame).decode()
                await socket.send(json.dumps({"type": "frame", "image": image}))
                await asyncio.sleep(0.1)

        sender = asyncio.create_task(send())
        try:
            async for text in socket:
                message = json.loads(text)
                if message["type"].endswith("_complete"):
                    return message
                if message["type"] == "error":
                    print("   error:", message["error"])
                state = (message.get("frames_processed"), message.get("blinks_detected"), message.get("motion_events"))
                if message["type"] == "frame_processed" and state != shown:
                    shown = state
                    data = message["visual_data"]["liveness_indicators"]
                    print(
                        f"   frame {data['frame_counter']:3}: samples {state[0]}, quality {message['quality_score']:.2f}, "
                        f"eyes {data['ear'] or 0:.2f}, blinks {state[1]}, movements {state[2]}: {message['message']}",
                        flush=True)
                elif message["type"] == "frame_rejected":
                    print("   rejected:", message["reason"], message["obstacles"])
        finally:
            sender.cancel()
    return None


def post(path, headers, **arguments):
    answer = requests.post(URL + path, headers=headers, timeout=60, **arguments)
    if answer.status_code >= 500:
        failures.append(f"{path} answered {answer.status_code}")
    return answer


def people():
    """Photos to import: two of the registries' people, and those of the shared folder where it is."""
    photos = TESTDATA / "photos"
    known = {"obama": [photos / "obama.jpg", photos / "obama2.jpg"], "biden": [photos / "biden.jpg"]}
    probes = {"obama": photos / "obama3.jpg"}
    for folder in sorted((FACES / "web").glob("p*"))[:8] if FACES.is_dir() else []:
        files = [file for file in sorted(folder.glob("*.jpg")) if file.stat().st_size <= 2 << 20]
        if len(files) >= 2:
            known[folder.name] = files[:1] + files[2:3]
            probes[folder.name] = files[1]
    return known, probes


def main():
    print(f"-- a token for the tenant {TENANT['client_id']}")
    answer = post("/api/core/auth/client/", {}, json={k: TENANT[k] for k in ("api_key", "api_secret")})
    headers = {"Authorization": f"JWT {answer.json()['access_token']}"}
    check(answer.status_code == 200, "the tenant has a token")

    print("-- enrolling the person of the carphone clip over the WebSocket, with liveness (a blink AND a movement)")
    session = post("/api/auth/enrollment/", headers, json={
        "user_id": "carphone", "session_type": "webcam", "metadata": {"target_samples": 3, "required_blinks": 1}}).json()
    started = time.monotonic()
    done = asyncio.run(stream(session, clip()))
    print(f"   {done['message']} after {time.monotonic() - started:.1f} s: quality {done['quality_score']:.2f}, "
          f"{done['blinks_detected']} blinks, motion {done['motion_verified']}")
    check(done["success"], "the enrollment is complete")
    if done["success"]:
        result = decrypt(done["encrypted_data"]["encrypted_payload"], TENANT["api_key"])
        check(result["id"] == session["enrollment_id"], "its encrypted result names the enrollment")

    print("-- importing others from photos")
    known, probes = people()
    key = {"Authorization": f"ApiKey {TENANT['api_key']}:{TENANT['api_secret']}"}
    for name, files in known.items():
        answer = post(f"/api/users/{name}/faces/", key,
                      files=[("image", (file.name, file.read_bytes(), "image/jpeg")) for file in files])
        body = answer.json()
        print(f"   {name}: {answer.status_code}, {body.get('enrolled', 0)} of {len(files)} photos enrolled"
              + "".join(f"; {r['detail']}" for r in body.get("results", []) if not r["success"]))
        if name in ("obama", "biden"):
            check(answer.status_code == 201, f"{name} is imported")

    print("-- verifying the person of the clip over the WebSocket (a blink OR a movement)")
    session = post("/api/auth/authentication/", headers, json={
        "user_id": "carphone", "require_liveness": True, "metadata": {"min_frames_required": 3}}).json()
    done = asyncio.run(stream(session, clip()))
    print(f"   {done['message']}: confidence {done.get('confidence')}, threshold {done['threshold']}")
    check(done["authenticated"] and done["user_id"] == "carphone", "the person of the clip is verified")

    print("-- identifying the person of the clip over the WebSocket")
    session = post("/api/auth/authentication/", headers, json={"session_type": "webcam"}).json()
    done = asyncio.run(stream(session, clip()))
    print(f"   {done['message']}: {done.get('user_id')}, confidence {done.get('confidence')}, "
          f"threshold {done['threshold']}, gallery of {done['gallery_size']}")
    check(done["authenticated"] and done["user_id"] == "carphone", "the person of the clip is identified")

    print("-- identifying people by other photos of them")
    right = wrong = 0
    for name, file in probes.items():
        body = post("/api/identify/", key, files={"image": file.read_bytes()}).json()
        if "verdict" not in body:
            print(f"   {name}: {body['detail']}")
            continue
        best = body["candidates"][0]
        print(f"   {name}: {body['verdict']} {body.get('user_id', '')} (best {best['user_id']} {best['similarity']:.2f}, "
              f"threshold {body['threshold']:.2f})")
        right += body.get("user_id") == name
        wrong += body["verdict"] == "match" and body["user_id"] != name
    check(right >= len(probes) / 2, f"{right} of {len(probes)} are recognised")
    check(wrong == 0, "nobody is taken for somebody else")

    print("-- a stranger")
    body = post("/api/identify/", key, files={"image": (TESTDATA / "photos" / "Tom_Hanks_54745.png").read_bytes()}).json()
    print(f"   {body.get('verdict')}: best {body['candidates'][0]}, threshold {body['threshold']}")
    check(body.get("verdict") == "unknown", "the stranger is unknown")

    print("-- a picture of several people")
    body = post("/api/identify/", key, files={"image": (TESTDATA / "photos" / "t1.jpg").read_bytes()})
    print(f"   {body.status_code}: {body.json().get('detail')}")
    check(body.status_code == 400, "it is refused with a reason")
    print("SEEN:", "everything as it should be" if not failures else f"{len(failures)} things wrong: {failures}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
