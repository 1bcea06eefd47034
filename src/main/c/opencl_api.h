/*
 * The types and functions of OpenCL that are used, declared as the OpenCL 1.1 specification has them,
 * and their search in the system's library: handles are void *, cl_int is int32_t, cl_bool and the
 * names of properties are uint32_t, bit fields are uint64_t.
 */
#ifndef OPENCL_API_H
#define OPENCL_API_H

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define FUNCTIONS(F) \
    F(clGetPlatformIDs, (uint32_t, void **, uint32_t *)) \
    F(clGetPlatformInfo, (void *, uint32_t, size_t, void *, size_t *)) \
    F(clGetDeviceIDs, (void *, uint64_t, uint32_t, void **, uint32_t *)) \
    F(clGetDeviceInfo, (void *, uint32_t, size_t, void *, size_t *)) \
    F(clBuildProgram, (void *, uint32_t, void *const *, const char *, void *, void *)) \
    F(clGetProgramBuildInfo, (void *, void *, uint32_t, size_t, void *, size_t *)) \
    F(clGetKernelWorkGroupInfo, (void *, void *, uint32_t, size_t, void *, size_t *)) \
    F(clSetKernelArg, (void *, uint32_t, size_t, const void *)) \
    F(clEnqueueWriteBuffer, (void *, void *, uint32_t, size_t, size_t, const void *, uint32_t, \
                             void *const *, void **)) \
    F(clEnqueueNDRangeKernel, (void *, void *, uint32_t, const size_t *, const size_t *, \
                               const size_t *, uint32_t, void *const *, void **)) \
    F(clEnqueueReadBuffer, (void *, void *, uint32_t, size_t, size_t, void *, uint32_t, \
                            void *const *, void **)) \
    F(clFlush, (void *)) \
    F(clGetEventInfo, (void *, uint32_t, size_t, void *, size_t *)) \
    F(clReleaseEvent, (void *)) \
    F(clReleaseMemObject, (void *)) \
    F(clReleaseKernel, (void *)) \
    F(clReleaseProgram, (void *)) \
    F(clReleaseCommandQueue, (void *)) \
    F(clReleaseContext, (void *))

#define MAKERS(F) \
    F(clCreateContext, (const intptr_t *, uint32_t, void *const *, void *, void *, int32_t *)) \
    F(clCreateCommandQueue, (void *, void *, uint64_t, int32_t *)) \
    F(clCreateProgramWithSource, (void *, uint32_t, const char **, const size_t *, int32_t *)) \
    F(clCreateKernel, (void *, const char *, int32_t *)) \
    F(clCreateBuffer, (void *, uint64_t, size_t, void *, int32_t *))

/* Calls one of them, and notes which: where it fails, its name is told with the error. */
#define CALL(noted, name, ...) ((noted) = #name, name(__VA_ARGS__))

#define DECLARE(name, arguments) static int32_t(*name) arguments;
FUNCTIONS(DECLARE)
#undef DECLARE
#define DECLARE(name, arguments) static void *(*name) arguments;
MAKERS(DECLARE)
#undef DECLARE

enum {
    PLATFORM_NAME = 0x0902,
    DEVICE_TYPE = 0x1000,
    DEVICE_UNITS = 0x1002,
    DEVICE_CLOCK = 0x100C,
    DEVICE_AVAILABLE = 0x1027,
    DEVICE_COMPILER = 0x1028,
    DEVICE_NAME = 0x102B,
    DEVICE_DRIVER = 0x102D,
    PROGRAM_LOG = 0x1183,
    KERNEL_GROUP = 0x11B0,
    EVENT_STATUS = 0x11D3
};

/* Errors of these files, beyond the range of OpenCL's own; known to OpenCl.java. */
enum { NO_LIBRARY = -9001, NO_MEMORY = -9002, NO_DEVICE = -9003, TIMEOUT = -9004 };

static int loaded;
static char load_error[256];

/* Once and for all, as a driver's threads outlive whatever unloads it. */
static void load(void) {
    void *library = dlopen("libOpenCL.so.1", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        const char *why = dlerror();
        snprintf(load_error, sizeof load_error, "%s", why == NULL ? "" : why);
        return;
    }
#define FIND(name, arguments) \
    *(void **)&name = dlsym(library, #name); \
    if (name == NULL) { \
        snprintf(load_error, sizeof load_error, "libOpenCL.so.1 has no " #name); \
        return; \
    }
    FUNCTIONS(FIND)
    MAKERS(FIND)
#undef FIND
    loaded = 1;
}

static int ready(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return loaded;
}

#endif
