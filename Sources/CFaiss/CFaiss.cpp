#include "CFaiss.h"

#include <faiss/Clustering.h>
#include <faiss/IndexFlat.h>
#include <omp.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <string>

// OpenBLAS has threads of its own, which OpenMP's setting does not bound; another BLAS has no such function.
extern "C" void openblas_set_num_threads(int) __attribute__((weak));

struct cfaiss_flat {
  faiss::IndexFlatIP index;
};

namespace {
thread_local std::string message;

// Runs `body`; an exception becomes `false` and a message, since Swift's frames can't be unwound.
template <typename Body>
bool guarded(Body body) noexcept {
  try {
    body();
    return true;
  } catch (const std::exception &error) {
    try {
      message = error.what();
    } catch (...) {
    }
  } catch (...) {
    try {
      message = "unknown C++ exception";
    } catch (...) {
    }
  }
  return false;
}

using Label = faiss::Index::idx_t;
static_assert(sizeof(Label) == sizeof(int64_t));

void use_threads(int threads) {
  omp_set_num_threads(threads);
  if (openblas_set_num_threads != nullptr) openblas_set_num_threads(threads);
}
}  // namespace

extern "C" {

cfaiss_flat *cfaiss_flat_make(int64_t dimension) {
  cfaiss_flat *made = nullptr;
  guarded([&] { made = new cfaiss_flat{faiss::IndexFlatIP(dimension)}; });
  return made;
}

void cfaiss_flat_free(cfaiss_flat *index) {
  guarded([&] { delete index; });
}

bool cfaiss_flat_add(cfaiss_flat *index, int64_t count, const float *vectors) {
  return guarded([&] { index->index.add(count, vectors); });
}

bool cfaiss_flat_search(
    const cfaiss_flat *index, int64_t probe_count, const float *probes, int64_t limit, int threads, float *scores,
    int64_t *labels) {
  return guarded([&] {
    use_threads(threads);
    index->index.search(probe_count, probes, limit, scores, reinterpret_cast<Label *>(labels));
  });
}

bool cfaiss_cluster_round(
    int64_t dimension, int64_t list_count, float *centroids, int64_t count, const float *vectors, int threads) {
  return guarded([&] {
    use_threads(threads);
    faiss::ClusteringParameters parameters;
    parameters.niter = 1;
    parameters.spherical = true;
    // The caller has chosen the sample: nothing of it is left out, and nothing is printed about its size.
    parameters.min_points_per_centroid = 1;
    parameters.max_points_per_centroid = std::numeric_limits<int>::max();
    faiss::Clustering clustering(static_cast<int>(dimension), static_cast<int>(list_count), parameters);
    clustering.centroids.assign(centroids, centroids + dimension * list_count);
    faiss::IndexFlatIP index(dimension);
    clustering.train(count, vectors, index);
    std::copy(clustering.centroids.begin(), clustering.centroids.end(), centroids);
  });
}

bool cfaiss_assign(
    int64_t dimension, int64_t list_count, const float *centroids, int64_t count, const float *vectors, int threads,
    int64_t *lists) {
  return guarded([&] {
    use_threads(threads);
    faiss::IndexFlatIP index(dimension);
    index.add(list_count, centroids);
    index.assign(count, vectors, reinterpret_cast<Label *>(lists));
  });
}

const char *cfaiss_message(void) { return message.c_str(); }
}
