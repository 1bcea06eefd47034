/*
 * Hashing on the devices of the system's OpenCL, which is looked for when the pool runs and not when
 * it is built: neither its headers nor its library have to be there. opencl.inc, the kernel, is
 * written by src/kernel. Nothing here waits without a limit; what a driver does within a call is its
 * own. The functions that Java calls are as OpenCl.java declares them.
 */
#include <jni.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "opencl.inc"
#include "opencl_api.h"
#include "opencl_list.h"

enum { GROUP = 128, MOST_NONCES_AN_ITEM = 16, ITEMS_A_UNIT = 8192 };

static const int64_t PATIENCE = 10000000000; /* ns that a batch may take */
static const int64_t SPIN = 200000;          /* ns after which waiting no longer takes a core */

/* A device in use, by one thread at a time. */
struct session {
    void *device, *context, *queue, *program, *kernel, *buffer;
    size_t group, units;
    uint32_t none;
    volatile uint32_t found;
    int stuck;
};

static void release(struct session *s) {
    /* What is still at work writes into this memory, and its driver may wait for it for ever. */
    if (s->stuck) {
        return;
    }
#define RELEASE(thing, by) \
    if (s->thing != NULL) { \
        by(s->thing); \
    }
    RELEASE(buffer, clReleaseMemObject)
    RELEASE(kernel, clReleaseKernel)
    RELEASE(program, clReleaseProgram)
    RELEASE(queue, clReleaseCommandQueue)
    RELEASE(context, clReleaseContext)
#undef RELEASE
    free(s);
}

/* Compiles the kernel for the device and makes what it needs; 0 or an error, and what was said. */
static int32_t prepare(struct session *s, char *log, size_t room) {
    int32_t error = 0;
    s->context = clCreateContext(NULL, 1, &s->device, NULL, NULL, &error);
    if (error != 0) {
        return error;
    }
    s->queue = clCreateCommandQueue(s->context, s->device, 0, &error);
    if (error != 0) {
        return error;
    }
    const char *source = SOURCE;
    s->program = clCreateProgramWithSource(s->context, 1, &source, NULL, &error);
    if (error != 0) {
        return error;
    }
    error = clBuildProgram(s->program, 1, &s->device, "", NULL, NULL);
    if (error != 0) {
        /* A compiler that does not take its own maker's operations. */
        error = clBuildProgram(s->program, 1, &s->device, "-DPLAIN", NULL, NULL);
    }
    clGetProgramBuildInfo(s->program, s->device, PROGRAM_LOG, room - 1, log, NULL);
    if (error != 0) {
        return error;
    }
    s->kernel = clCreateKernel(s->program, "search", &error);
    if (error != 0) {
        return error;
    }
    s->buffer = clCreateBuffer(s->context, 1, sizeof s->found, NULL, &error);
    if (error != 0) {
        return error;
    }
    size_t most = 0;
    clGetKernelWorkGroupInfo(s->kernel, s->device, KERNEL_GROUP, sizeof most, &most, NULL);
    s->group = most >= GROUP ? GROUP : most > 0 ? most : 1;
    s->units = number(s->device, DEVICE_UNITS, 4);
    s->none = UINT32_MAX;
    return 0;
}

static int32_t open_session(int index, char *log, size_t room, struct session **opened) {
    if (!ready()) {
        return NO_LIBRARY;
    }
    void *found[MOST_DEVICES];
    void *platform_of[MOST_DEVICES];
    if (index < 0 || index >= devices(found, platform_of)) {
        return NO_DEVICE;
    }
    struct session *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return NO_MEMORY;
    }
    s->device = found[index];
    const int32_t error = prepare(s, log, room);
    if (error != 0) {
        release(s);
        return error;
    }
    *opened = s;
    return 0;
}

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * (int64_t)1000000000 + t.tv_nsec;
}

/* Until the event has happened; 0, or an error. Gives the core away when that takes long. */
static int32_t await(struct session *s, void *event) {
    const int64_t start = now();
    for (;;) {
        int32_t status = 0;
        const int32_t error = clGetEventInfo(event, EVENT_STATUS, sizeof status, &status, NULL);
        if (error != 0) {
            s->stuck = 1;
            return error;
        }
        if (status <= 0) {
            return status;
        }
        const int64_t waited = now() - start;
        if (waited > PATIENCE) {
            s->stuck = 1;
            return TIMEOUT;
        }
        if (waited < SPIN) {
            sched_yield();
        } else {
            const struct timespec pause = {0, 100000};
            nanosleep(&pause, NULL);
        }
    }
}

/* Enqueues one search; 0 and the event of its end, or an error. */
static int32_t begin(struct session *s, const uint64_t *k, uint32_t start, uint32_t count,
                     uint64_t mask, void **event) {
    /* Many short groups, so that the last ones leave little of the device idle. */
    size_t each = count / (s->units * ITEMS_A_UNIT + 1) + 1;
    each = each < MOST_NONCES_AN_ITEM ? each : MOST_NONCES_AN_ITEM;
    const size_t groups = (count / each + s->group) / s->group;
    const size_t items = groups * s->group;
    int32_t error = clSetKernelArg(s->kernel, 0, 25 * sizeof *k, k);
    error = error != 0 ? error : clSetKernelArg(s->kernel, 1, sizeof start, &start);
    error = error != 0 ? error : clSetKernelArg(s->kernel, 2, sizeof count, &count);
    error = error != 0 ? error : clSetKernelArg(s->kernel, 3, sizeof mask, &mask);
    error = error != 0 ? error : clSetKernelArg(s->kernel, 4, sizeof s->buffer, &s->buffer);
    if (error != 0) {
        return error;
    }
    error = clEnqueueWriteBuffer(s->queue, s->buffer, 0, 0, sizeof s->none, &s->none, 0, NULL, NULL);
    if (error != 0) {
        return error;
    }
    error = clEnqueueNDRangeKernel(s->queue, s->kernel, 1, NULL, &items, &s->group, 0, NULL, NULL);
    if (error != 0) {
        return error;
    }
    return clEnqueueReadBuffer(s->queue, s->buffer, 0, 0, sizeof s->none, (void *)&s->found, 0, NULL,
                               event);
}

/* How far past the start the first hit lies, -1 if there is none, or an error - 100. */
static int64_t search(struct session *s, const uint64_t *k, uint32_t start, uint32_t count,
                      uint64_t mask) {
    if (count == 0) {
        return -1;
    }
    void *event = NULL;
    int32_t error = begin(s, k, start, count, mask, &event);
    if (error != 0) {
        /* Something of it may have been enqueued. */
        s->stuck = 1;
        return (int64_t)error - 100;
    }
    error = clFlush(s->queue);
    if (error == 0) {
        error = await(s, event);
    } else {
        s->stuck = 1;
    }
    clReleaseEvent(event);
    if (error != 0) {
        return (int64_t)error - 100;
    }
    return s->found == UINT32_MAX ? -1 : (int64_t)s->found;
}

static void give(JNIEnv *env, jbyteArray to, const char *text) {
    const jsize room = (*env)->GetArrayLength(env, to);
    const jsize length = (jsize)strlen(text);
    (*env)->SetByteArrayRegion(env, to, 0, length < room ? length : room, (const jbyte *)text);
}

/* Fills in a line a device, or why there are none. */
JNIEXPORT jint JNICALL Java_org_kalepool_work_miner_OpenCl_list(JNIEnv *env, jclass type,
                                                                 jbyteArray text) {
    (void)type;
    char lines[1 << 14] = "";
    const int length = list(lines, sizeof lines);
    give(env, text, length < 0 ? load_error : lines);
    return length;
}

/* A handle, or an error with what the device's compiler said. */
JNIEXPORT jlong JNICALL Java_org_kalepool_work_miner_OpenCl_open(JNIEnv *env, jclass type,
                                                                  jint index, jbyteArray log) {
    (void)type;
    char said[1 << 12] = "";
    struct session *s = NULL;
    const int32_t error = open_session(index, said, sizeof said, &s);
    said[sizeof said - 1] = 0;
    give(env, log, said);
    return error != 0 ? error : (jlong)(intptr_t)s;
}

JNIEXPORT jlong JNICALL Java_org_kalepool_work_miner_OpenCl_search(
    JNIEnv *env, jclass type, jlong handle, jlongArray constants, jint start, jint count,
    jlong mask) {
    (void)type;
    jlong copy[25];
    (*env)->GetLongArrayRegion(env, constants, 0, 25, copy);
    if ((*env)->ExceptionCheck(env)) {
        return -1;
    }
    return search((struct session *)(intptr_t)handle, (const uint64_t *)copy, (uint32_t)start,
                  (uint32_t)count, (uint64_t)mask);
}

JNIEXPORT void JNICALL Java_org_kalepool_work_miner_OpenCl_close(JNIEnv *env, jclass type,
                                                                  jlong handle) {
    (void)env;
    (void)type;
    release((struct session *)(intptr_t)handle);
}
