#include "CCrypto.h"

#include <argon2.h>
#include <limits.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

// OpenSSL refuses NULL for some inputs even where their length is 0.
static const uint8_t nothing[1] = {0};
static const uint8_t *some(const uint8_t *pointer) { return pointer ? pointer : nothing; }

int kenali_random(uint8_t *out, size_t count) {
  if (count == 0) return 1;
  if (count > INT_MAX) return 0;
  return RAND_bytes(out, (int)count) == 1;
}

int kenali_sha256(const uint8_t *data, size_t count, uint8_t out[32]) {
  return EVP_Digest(some(data), count, out, NULL, EVP_sha256(), NULL) == 1;
}

int kenali_hmac_sha256(
    const uint8_t *key, size_t key_count, const uint8_t *data, size_t count, uint8_t out[32]) {
  if (key_count > INT_MAX) return 0;
  unsigned length = 0;
  return HMAC(EVP_sha256(), some(key), (int)key_count, some(data), count, out, &length) != NULL && length == 32;
}

int kenali_hkdf_sha256(
    const uint8_t *key, size_t key_count, const uint8_t *salt, size_t salt_count, const uint8_t *info,
    size_t info_count, uint8_t *out, size_t out_count) {
  EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
  if (!kdf) return 0;
  EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
  EVP_KDF_free(kdf);
  if (!context) return 0;
  OSSL_PARAM parameters[5], *next = parameters;
  *next++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0);
  *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)some(key), key_count);
  if (salt_count) *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_count);
  if (info_count) *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_count);
  *next = OSSL_PARAM_construct_end();
  int ok = EVP_KDF_derive(context, out, out_count, parameters) == 1;
  EVP_KDF_CTX_free(context);
  return ok;
}

static int cbc(
    int encrypt, const uint8_t key[32], const uint8_t iv[16], const uint8_t *data, size_t count, uint8_t *out,
    size_t *out_count) {
  if (count > INT_MAX - 16) return 0;
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  if (!context) return 0;
  int first = 0, last = 0;
  int ok = EVP_CipherInit_ex2(context, EVP_aes_256_cbc(), key, iv, encrypt, NULL) == 1 &&
           EVP_CipherUpdate(context, out, &first, some(data), (int)count) == 1 &&
           EVP_CipherFinal_ex(context, out + first, &last) == 1;
  EVP_CIPHER_CTX_free(context);
  *out_count = ok ? (size_t)first + (size_t)last : 0;
  return ok;
}

int kenali_aes256_cbc_encrypt(
    const uint8_t key[32], const uint8_t iv[16], const uint8_t *data, size_t count, uint8_t *out, size_t *out_count) {
  return cbc(1, key, iv, data, count, out, out_count);
}

int kenali_aes256_cbc_decrypt(
    const uint8_t key[32], const uint8_t iv[16], const uint8_t *data, size_t count, uint8_t *out, size_t *out_count) {
  return cbc(0, key, iv, data, count, out, out_count);
}

// `tag` is read when opening and written when sealing.
static int gcm(
    int seal, const uint8_t key[32], const uint8_t nonce[12], const uint8_t *aad, size_t aad_count,
    const uint8_t *data, size_t count, uint8_t *out, uint8_t tag[16]) {
  if (count > INT_MAX || aad_count > INT_MAX) return 0;
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  if (!context) return 0;
  int length = 0;
  uint8_t end[16];
  // 12 bytes is the default nonce length of the mode.
  int ok = EVP_CipherInit_ex2(context, EVP_aes_256_gcm(), key, nonce, seal, NULL) == 1;
  if (ok && aad_count) ok = EVP_CipherUpdate(context, NULL, &length, aad, (int)aad_count) == 1;
  if (ok && count) ok = EVP_CipherUpdate(context, out, &length, data, (int)count) == 1;
  if (ok && !seal) ok = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, tag) == 1;
  if (ok) ok = EVP_CipherFinal_ex(context, end, &length) == 1;
  if (ok && seal) ok = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, tag) == 1;
  EVP_CIPHER_CTX_free(context);
  // Nothing of a forged message is handed out.
  if (!ok && !seal && count) OPENSSL_cleanse(out, count);
  return ok;
}

int kenali_aes256_gcm_seal(
    const uint8_t key[32], const uint8_t nonce[12], const uint8_t *aad, size_t aad_count, const uint8_t *data,
    size_t count, uint8_t *out, uint8_t tag[16]) {
  return gcm(1, key, nonce, aad, aad_count, data, count, out, tag);
}

int kenali_aes256_gcm_open(
    const uint8_t key[32], const uint8_t nonce[12], const uint8_t *aad, size_t aad_count, const uint8_t *data,
    size_t count, const uint8_t tag[16], uint8_t *out) {
  uint8_t copy[16];
  memcpy(copy, tag, sizeof copy);
  return gcm(0, key, nonce, aad, aad_count, data, count, out, copy);
}

int kenali_argon2id_hash(
    uint32_t memory_kib, uint32_t passes, uint32_t lanes, const uint8_t *password, size_t count,
    const uint8_t salt[16], char *out, size_t out_count) {
  return argon2id_hash_encoded(passes, memory_kib, lanes, some(password), count, salt, 16, 32, out, out_count) ==
         ARGON2_OK;
}

int kenali_argon2id_verify(const char *encoded, const uint8_t *password, size_t count) {
  switch (argon2id_verify(encoded, some(password), count)) {
    case ARGON2_OK: return 1;
    case ARGON2_VERIFY_MISMATCH: return 0;
    default: return -1;
  }
}

int kenali_equal(const uint8_t *a, const uint8_t *b, size_t count) {
  return count == 0 || CRYPTO_memcmp(a, b, count) == 0;
}

void kenali_cleanse(void *memory, size_t count) {
  if (count) OPENSSL_cleanse(memory, count);
}
