// A thin C shim over OpenVINO's C API: one core for the process, models compiled for the CPU, float32 tensors.
//
// Every function that can fail returns NULL or a negative number and leaves a text in cov_last_error(), which belongs
// to the calling thread. A model may be used from several threads; a request from one at a time.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COV_MAX_RANK 8

typedef struct cov_model cov_model;
typedef struct cov_request cov_request;

// How a model is compiled.
typedef struct {
  const char *precision;      // "f32" or "bf16"
  int32_t threads;            // threads of one inference, at least 1
  int32_t streams;            // inferences that may run at the same time, at least 1
  const int64_t *input_shape; // NULL: as the file says; it must then be static
  int32_t input_rank;
} cov_options;

typedef struct {
  int64_t dimensions[COV_MAX_RANK];
  int32_t rank;
} cov_shape;

// The text of the calling thread's last failure; valid until its next call.
const char *cov_last_error(void);

// The version of the OpenVINO library that is loaded, e.g. "2026.4.1-...". Never NULL.
const char *cov_runtime_version(void);

// Reads ONNX, TFLite or IR (.xml with .bin beside it) and compiles it. The model has one input; all tensors are float32.
cov_model *cov_model_load(const char *path, const cov_options *options);
void cov_model_free(cov_model *model);

int cov_model_input_shape(const cov_model *model, cov_shape *shape);
int32_t cov_model_output_count(const cov_model *model);
int cov_model_output_shape(const cov_model *model, int32_t index, cov_shape *shape);
// Copies an output's name, cut to `capacity` with its terminating zero; "" for an output without a name.
int cov_model_output_name(const cov_model *model, int32_t index, char *name, size_t capacity);

cov_request *cov_request_create(cov_model *model);
void cov_request_free(cov_request *request);

// The request's own input memory, to be filled before cov_request_run; it stays at its place for the request's life.
float *cov_request_input(cov_request *request, size_t *count);
// Runs the model on the calling thread until it is done.
int cov_request_run(cov_request *request);
// An output of the last run; valid until the next one.
const float *cov_request_output(cov_request *request, int32_t index, size_t *count);

#ifdef __cplusplus
}
#endif
