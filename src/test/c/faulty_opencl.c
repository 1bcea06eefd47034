/*
 * Stands before the system's OpenCL as libOpenCL.so.1 and hands every call on, but for the one that
 * the file $FAULT names: "clFlush -5 3" fails with -5 from its third call on. The wrappers take and
 * hand on nine words, more than any of these calls has; that is what x86-64's and ARM64's calling
 * conventions allow.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef intptr_t (*call_t)(intptr_t, intptr_t, intptr_t, intptr_t, intptr_t, intptr_t, intptr_t,
                           intptr_t, intptr_t);

static call_t next(const char *name) {
    static void *library;
    if (library == NULL) {
        library = dlopen(getenv("REAL_OPENCL"), RTLD_NOW | RTLD_LOCAL);
    }
    call_t found = library == NULL ? NULL : (call_t)dlsym(library, name);
    if (found == NULL) {
        fprintf(stderr, "no %s: %s\n", name, dlerror());
        abort();
    }
    return found;
}

/* The error that this call is to end with, 0 for none. */
static int32_t fault(const char *name, int *calls) {
    char which[64] = "";
    int error = 0, from = 0;
    FILE *file = fopen(getenv("FAULT"), "r");
    if (file != NULL) {
        if (fscanf(file, "%63s %d %d", which, &error, &from) != 3) {
            which[0] = 0;
        }
        fclose(file);
    }
    if (strcmp(which, name) != 0) {
        *calls = 0;
        return 0;
    }
    return ++*calls >= from ? error : 0;
}

#define PARAMETERS \
    intptr_t a, intptr_t b, intptr_t c, intptr_t d, intptr_t e, intptr_t f, intptr_t g, intptr_t h, \
        intptr_t i
#define HAND_ON(name) next(#name)(a, b, c, d, e, f, g, h, i)
#define FUNCTION(name) \
    intptr_t name(PARAMETERS) { \
        static int calls; \
        const int32_t error = fault(#name, &calls); \
        return error != 0 ? error : HAND_ON(name); \
    }
/* One that makes something: its error goes where its last argument points. */
#define MAKER(name, last) \
    intptr_t name(PARAMETERS) { \
        static int calls; \
        const int32_t error = fault(#name, &calls); \
        if (error != 0) { \
            *(int32_t *)last = error; \
            return 0; \
        } \
        return HAND_ON(name); \
    }

FUNCTION(clGetPlatformIDs)
FUNCTION(clGetPlatformInfo)
FUNCTION(clGetDeviceIDs)
FUNCTION(clGetDeviceInfo)
FUNCTION(clBuildProgram)
FUNCTION(clGetProgramBuildInfo)
FUNCTION(clGetKernelWorkGroupInfo)
FUNCTION(clSetKernelArg)
FUNCTION(clEnqueueWriteBuffer)
FUNCTION(clEnqueueNDRangeKernel)
FUNCTION(clEnqueueReadBuffer)
FUNCTION(clFlush)
FUNCTION(clGetEventInfo)
FUNCTION(clReleaseEvent)
FUNCTION(clReleaseMemObject)
FUNCTION(clReleaseKernel)
FUNCTION(clReleaseProgram)
FUNCTION(clReleaseCommandQueue)
FUNCTION(clReleaseContext)
MAKER(clCreateContext, f)
MAKER(clCreateCommandQueue, d)
MAKER(clCreateProgramWithSource, e)
MAKER(clCreateKernel, c)
MAKER(clCreateBuffer, e)
