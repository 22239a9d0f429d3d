// A thin shim over OpenSSL 3 (libcrypto) and libargon2: one call per operation, no state, no ownership.
// Every function returns 1 on success and 0 on failure unless it says otherwise; outputs are undefined on failure.
// Buffers may be NULL where their length is 0.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Fills `out` from the operating system's generator, through OpenSSL's.
int kenali_random(uint8_t *_Nullable out, size_t count);

// FIPS 180-4.
int kenali_sha256(const uint8_t *_Nullable data, size_t count, uint8_t out[_Nonnull 32]);

// RFC 2104.
int kenali_hmac_sha256(
    const uint8_t *_Nullable key, size_t key_count, const uint8_t *_Nullable data, size_t count,
    uint8_t out[_Nonnull 32]);

// RFC 5869, extract and expand; `out_count` at most 255 * 32.
int kenali_hkdf_sha256(
    const uint8_t *_Nullable key, size_t key_count, const uint8_t *_Nullable salt, size_t salt_count,
    const uint8_t *_Nullable info, size_t info_count, uint8_t *_Nonnull out, size_t out_count);

// AES-256-CBC with PKCS#7 (NIST SP 800-38A); `out` holds at least `count` + 16 bytes.
int kenali_aes256_cbc_encrypt(
    const uint8_t key[_Nonnull 32], const uint8_t iv[_Nonnull 16], const uint8_t *_Nullable data, size_t count,
    uint8_t *_Nonnull out, size_t *_Nonnull out_count);
int kenali_aes256_cbc_decrypt(
    const uint8_t key[_Nonnull 32], const uint8_t iv[_Nonnull 16], const uint8_t *_Nullable data, size_t count,
    uint8_t *_Nonnull out, size_t *_Nonnull out_count);

// AES-256-GCM (NIST SP 800-38D) with a nonce of 12 bytes and a tag of 16; `out` holds `count` bytes.
int kenali_aes256_gcm_seal(
    const uint8_t key[_Nonnull 32], const uint8_t nonce[_Nonnull 12], const uint8_t *_Nullable aad, size_t aad_count,
    const uint8_t *_Nullable data, size_t count, uint8_t *_Nullable out, uint8_t tag[_Nonnull 16]);
int kenali_aes256_gcm_open(
    const uint8_t key[_Nonnull 32], const uint8_t nonce[_Nonnull 12], const uint8_t *_Nullable aad, size_t aad_count,
    const uint8_t *_Nullable data, size_t count, const uint8_t tag[_Nonnull 16], uint8_t *_Nullable out);

// Argon2id (RFC 9106) as a PHC string, NUL-terminated, with a salt of 16 bytes and a hash of 32. Blocks for
// milliseconds and takes `memory_kib` KiB: never call it on the cooperative pool.
int kenali_argon2id_hash(
    uint32_t memory_kib, uint32_t passes, uint32_t lanes, const uint8_t *_Nullable password, size_t count,
    const uint8_t salt[_Nonnull 16], char *_Nonnull out, size_t out_count);
// 1: the password is the one; 0: it is not; -1: the string is no Argon2id hash, or memory ran out.
int kenali_argon2id_verify(const char *_Nonnull encoded, const uint8_t *_Nullable password, size_t count);

// 1 where both are equal, in a time that tells only `count`.
int kenali_equal(const uint8_t *_Nullable a, const uint8_t *_Nullable b, size_t count);

// Overwrites memory in a way that the compiler keeps.
void kenali_cleanse(void *_Nullable memory, size_t count);
