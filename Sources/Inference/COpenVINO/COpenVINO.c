#include "COpenVINO.h"

#include <openvino/c/openvino.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cov_model {
  ov_compiled_model_t *compiled;
  size_t outputs;
};

struct cov_request {
  ov_infer_request_t *request;
  ov_tensor_t *input;
  float *input_data;
  size_t input_count;
  size_t outputs;
  ov_tensor_t *output[]; // refreshed by every run
};

static _Thread_local char last_error[512];
static pthread_once_t core_once = PTHREAD_ONCE_INIT;
static ov_core_t *core;
static char core_error[256];
static char version_text[64] = "unknown";

const char *cov_last_error(void) { return last_error; }

static void fail(const char *what, const char *detail) {
  snprintf(last_error, sizeof last_error, "%s%s%s", what, detail && *detail ? ": " : "", detail ? detail : "");
}

// OpenVINO's C API catches its C++ exceptions and keeps the message; the first line is enough for an operator.
static int check(ov_status_e status, const char *what) {
  if (status == OK) return 0;
  const char *message = ov_get_last_err_msg();
  fail(what, message && *message ? message : ov_get_error_info(status));
  return -1;
}

static void make_core(void) {
  ov_version_t version = {0};
  if (ov_get_openvino_version(&version) == OK) {
    snprintf(version_text, sizeof version_text, "%s", version.buildNumber ? version.buildNumber : "unknown");
    ov_version_free(&version);
  }
  if (ov_core_create(&core) != OK) {
    core = NULL;
    snprintf(core_error, sizeof core_error, "%s", ov_get_last_err_msg());
  }
}

const char *cov_runtime_version(void) {
  pthread_once(&core_once, make_core);
  return version_text;
}

static int reshape(ov_model_t *model, const cov_options *options) {
  ov_partial_shape_t shape;
  if (check(ov_partial_shape_create_static(options->input_rank, options->input_shape, &shape), "input shape")) return -1;
  int result = check(ov_model_reshape_single_input(model, shape), "the model refuses the input shape");
  ov_partial_shape_free(&shape);
  return result;
}

static int is_float(const ov_output_const_port_t *port) {
  ov_element_type_e type = DYNAMIC;
  return ov_port_get_element_type(port, &type) == OK && type == F32;
}

static int check_ports(cov_model *model) {
  size_t inputs = 0;
  if (check(ov_compiled_model_inputs_size(model->compiled, &inputs), "inputs")) return -1;
  if (check(ov_compiled_model_outputs_size(model->compiled, &model->outputs), "outputs")) return -1;
  if (inputs != 1 || model->outputs < 1) {
    fail("the model must have one input and at least one output", NULL);
    return -1;
  }
  ov_output_const_port_t *port = NULL;
  if (check(ov_compiled_model_input(model->compiled, &port), "input")) return -1;
  int floats = is_float(port);
  ov_output_const_port_free(port);
  for (size_t index = 0; floats && index < model->outputs; index++) {
    if (check(ov_compiled_model_output_by_index(model->compiled, index, &port), "output")) return -1;
    floats = is_float(port);
    ov_output_const_port_free(port);
  }
  if (!floats) {
    fail("every input and output of the model must be float32", NULL);
    return -1;
  }
  cov_shape shape;
  return cov_model_input_shape(model, &shape);
}

cov_model *cov_model_load(const char *path, const cov_options *options) {
  pthread_once(&core_once, make_core);
  if (!core) {
    fail("OpenVINO did not start", core_error);
    return NULL;
  }
  ov_model_t *source = NULL;
  if (check(ov_core_read_model(core, path, NULL, &source), "the model cannot be read")) return NULL;
  if (options->input_shape && reshape(source, options)) {
    ov_model_free(source);
    return NULL;
  }
  char threads[16], streams[16];
  snprintf(threads, sizeof threads, "%d", (int)options->threads * (int)options->streams);
  snprintf(streams, sizeof streams, "%d", (int)options->streams);
  ov_property_t properties[] = {
      {ov_property_key_hint_performance_mode, "LATENCY"},
      {ov_property_key_hint_inference_precision, options->precision},
      {ov_property_key_inference_num_threads, threads},
      {ov_property_key_num_streams, streams},
      // Several models and processes share the cores: pinning would put them all on the first ones.
      {ov_property_key_hint_enable_cpu_pinning, "NO"},
  };
  cov_model *model = calloc(1, sizeof *model);
  int failed = model == NULL;
  if (failed) fail("out of memory", NULL);
  failed = failed || check(ov_core_compile_model_props(core, source, "CPU", sizeof properties / sizeof *properties,
                                                       properties, &model->compiled),
                           "the model cannot be compiled");
  ov_model_free(source);
  failed = failed || check_ports(model);
  if (failed) {
    cov_model_free(model);
    return NULL;
  }
  return model;
}

void cov_model_free(cov_model *model) {
  if (!model) return;
  if (model->compiled) ov_compiled_model_free(model->compiled);
  free(model);
}

static int port_shape(ov_output_const_port_t *port, cov_shape *shape) {
  ov_shape_t found = {0, NULL};
  if (check(ov_const_port_get_shape(port, &found), "the model's shapes must be static")) return -1;
  int result = 0;
  if (found.rank > COV_MAX_RANK) {
    fail("a tensor of the model has too many dimensions", NULL);
    result = -1;
  } else {
    shape->rank = (int32_t)found.rank;
    for (int64_t axis = 0; axis < found.rank; axis++) shape->dimensions[axis] = found.dims[axis];
  }
  ov_shape_free(&found);
  return result;
}

int cov_model_input_shape(const cov_model *model, cov_shape *shape) {
  ov_output_const_port_t *port = NULL;
  if (check(ov_compiled_model_input(model->compiled, &port), "input")) return -1;
  int result = port_shape(port, shape);
  ov_output_const_port_free(port);
  return result;
}

int32_t cov_model_output_count(const cov_model *model) { return (int32_t)model->outputs; }

int cov_model_output_shape(const cov_model *model, int32_t index, cov_shape *shape) {
  ov_output_const_port_t *port = NULL;
  if (check(ov_compiled_model_output_by_index(model->compiled, (size_t)index, &port), "output")) return -1;
  int result = port_shape(port, shape);
  ov_output_const_port_free(port);
  return result;
}

int cov_model_output_name(const cov_model *model, int32_t index, char *name, size_t capacity) {
  ov_output_const_port_t *port = NULL;
  if (check(ov_compiled_model_output_by_index(model->compiled, (size_t)index, &port), "output")) return -1;
  char *found = NULL;
  // A tensor may have no name; that is no failure.
  if (ov_port_get_any_name(port, &found) == OK && found) {
    snprintf(name, capacity, "%s", found);
    ov_free(found);
  } else if (capacity > 0) {
    name[0] = 0;
  }
  ov_output_const_port_free(port);
  return 0;
}

cov_request *cov_request_create(cov_model *model) {
  cov_request *request = calloc(1, sizeof *request + model->outputs * sizeof(ov_tensor_t *));
  if (!request) {
    fail("out of memory", NULL);
    return NULL;
  }
  request->outputs = model->outputs;
  void *data = NULL;
  if (check(ov_compiled_model_create_infer_request(model->compiled, &request->request), "infer request") ||
      check(ov_infer_request_get_input_tensor(request->request, &request->input), "input tensor") ||
      check(ov_tensor_get_size(request->input, &request->input_count), "input size") ||
      check(ov_tensor_data(request->input, &data), "input data")) {
    cov_request_free(request);
    return NULL;
  }
  request->input_data = data;
  return request;
}

static void drop_outputs(cov_request *request) {
  for (size_t index = 0; index < request->outputs; index++) {
    if (request->output[index]) ov_tensor_free(request->output[index]);
    request->output[index] = NULL;
  }
}

void cov_request_free(cov_request *request) {
  if (!request) return;
  drop_outputs(request);
  if (request->input) ov_tensor_free(request->input);
  if (request->request) ov_infer_request_free(request->request);
  free(request);
}

float *cov_request_input(cov_request *request, size_t *count) {
  *count = request->input_count;
  return request->input_data;
}

int cov_request_run(cov_request *request) {
  drop_outputs(request);
  return check(ov_infer_request_infer(request->request), "inference");
}

const float *cov_request_output(cov_request *request, int32_t index, size_t *count) {
  *count = 0;
  if (index < 0 || (size_t)index >= request->outputs) {
    fail("no such output", NULL);
    return NULL;
  }
  ov_tensor_t **tensor = &request->output[index];
  // OpenVINO may move its outputs from one run to the next, so the tensor is asked for after each.
  if (!*tensor &&
      check(ov_infer_request_get_output_tensor_by_index(request->request, (size_t)index, tensor), "output tensor")) {
    *tensor = NULL;
    return NULL;
  }
  void *data = NULL;
  if (check(ov_tensor_get_size(*tensor, count), "output size") || check(ov_tensor_data(*tensor, &data), "output data")) {
    *count = 0;
    return NULL;
  }
  return data;
}
