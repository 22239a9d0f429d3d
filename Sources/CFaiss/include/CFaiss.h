#pragma once
// A thin C face on FAISS (Debian libfaiss-dev 1.7.3): k-means and assignment for the store's inverted lists, and the exact
// inner-product index, which tests and benchmarks hold the store's own scan against. `threads` bounds the threads of
// OpenMP for the calling thread and of OpenBLAS for the process, from a call on. No C++ exception leaves these functions; after a failure `cfaiss_message` says why.
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// An exact inner-product index (`faiss::IndexFlatIP`). Not to be used from two threads at once while adding.
typedef struct cfaiss_flat cfaiss_flat;

/// A new index for vectors of `dimension` floats; NULL on failure.
cfaiss_flat *cfaiss_flat_make(int64_t dimension);

/// Frees the index; NULL is allowed.
void cfaiss_flat_free(cfaiss_flat *index);

/// Adds `count` vectors; their labels are 0, 1, … in order of adding. False on failure.
bool cfaiss_flat_add(cfaiss_flat *index, int64_t count, const float *vectors);

/// The `limit` nearest of each of `probe_count` probes, best first: `scores` and `labels` have room for
/// `probe_count * limit`. A label of -1 fills up where there are fewer.
bool cfaiss_flat_search(
    const cfaiss_flat *index, int64_t probe_count, const float *probes, int64_t limit, int threads, float *scores,
    int64_t *labels);

/// One round of spherical k-means over `count` vectors of length one: assigns each to the centroid with the greatest inner
/// product and moves the `list_count` centroids to the normalised means of theirs. A centroid without vectors splits a
/// large one. `centroids` is read and written; `count` must be at least `list_count`. False on failure.
bool cfaiss_cluster_round(
    int64_t dimension, int64_t list_count, float *centroids, int64_t count, const float *vectors, int threads);

/// The centroid with the greatest inner product for each of `count` vectors: `lists` has room for `count`. False on
/// failure.
bool cfaiss_assign(
    int64_t dimension, int64_t list_count, const float *centroids, int64_t count, const float *vectors, int threads,
    int64_t *lists);

/// Why the last call on this thread failed; valid until the next failure on this thread.
const char *cfaiss_message(void);

#ifdef __cplusplus
}
#endif
