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
    const char *call; /* the last one, to be told with its error */
    int stuck;
};

/* All that was made; 0, or the first error and its call. */
static int32_t release(struct session *s, const char **call) {
    /* What is still at work writes into this memory, and its driver may wait for it for ever. */
    if (s->stuck) {
        return 0;
    }
    int32_t first = 0;
#define RELEASE(thing, by) \
    if (s->thing != NULL) { \
        const int32_t error = by(s->thing); \
        if (error != 0 && first == 0) { \
            first = error; \
            *call = #by; \
        } \
    }
    RELEASE(buffer, clReleaseMemObject)
    RELEASE(kernel, clReleaseKernel)
    RELEASE(program, clReleaseProgram)
    RELEASE(queue, clReleaseCommandQueue)
    RELEASE(context, clReleaseContext)
#undef RELEASE
    free(s);
    return first;
}

/* Compiles the kernel; 0 or an error, and what the compiler said. */
static int32_t build(struct session *s, char *log, size_t room) {
    const char *source = SOURCE;
    int32_t error = 0;
    s->program = CALL(s->call, clCreateProgramWithSource, s->context, 1, &source, NULL, &error);
    if (error != 0) {
        return error;
    }
    error = CALL(s->call, clBuildProgram, s->program, 1, &s->device, "", NULL, NULL);
    if (error != 0) {
        /* A compiler that does not take its own maker's operations. */
        error = CALL(s->call, clBuildProgram, s->program, 1, &s->device, "-DPLAIN", NULL, NULL);
    }
    const int32_t mute =
        clGetProgramBuildInfo(s->program, s->device, PROGRAM_LOG, room - 1, log, NULL);
    if (mute != 0) {
        snprintf(log, room, "(clGetProgramBuildInfo: %d)", mute);
    }
    return error;
}

/* Makes what a search needs; 0 or an error, and what the compiler said. */
static int32_t prepare(struct session *s, char *log, size_t room) {
    int32_t error = 0;
    s->context = CALL(s->call, clCreateContext, NULL, 1, &s->device, NULL, NULL, &error);
    if (error != 0) {
        return error;
    }
    s->queue = CALL(s->call, clCreateCommandQueue, s->context, s->device, 0, &error);
    if (error != 0) {
        return error;
    }
    error = build(s, log, room);
    if (error != 0) {
        return error;
    }
    s->kernel = CALL(s->call, clCreateKernel, s->program, "search", &error);
    if (error != 0) {
        return error;
    }
    s->buffer = CALL(s->call, clCreateBuffer, s->context, 1, sizeof s->found, NULL, &error);
    if (error != 0) {
        return error;
    }
    size_t most = 0;
    error = CALL(s->call, clGetKernelWorkGroupInfo, s->kernel, s->device, KERNEL_GROUP, sizeof most,
                 &most, NULL);
    if (error != 0) {
        return error;
    }
    uint32_t units = 0;
    error = CALL(s->call, clGetDeviceInfo, s->device, DEVICE_UNITS, sizeof units, &units, NULL);
    s->group = most >= GROUP ? GROUP : most > 0 ? most : 1;
    s->units = units;
    s->none = UINT32_MAX;
    return error;
}

static int32_t open_session(int index, char *log, size_t room, const char **call,
                            struct session **opened) {
    if (!ready()) {
        return NO_LIBRARY;
    }
    int32_t error = 0;
    void *device = device_at(index, &error, call);
    if (device == NULL) {
        return error;
    }
    struct session *s = calloc(1, sizeof *s);
    *call = "";
    if (s == NULL) {
        return NO_MEMORY;
    }
    s->device = device;
    error = prepare(s, log, room);
    if (error != 0) {
        const char *second;
        *call = s->call;
        release(s, &second);
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
        const int32_t error =
            CALL(s->call, clGetEventInfo, event, EVENT_STATUS, sizeof status, &status, NULL);
        if (error != 0) {
            s->stuck = 1;
            return error;
        }
        if (status <= 0) {
            s->call = "clEnqueueNDRangeKernel"; /* whose end this is */
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
    int32_t error = CALL(s->call, clSetKernelArg, s->kernel, 0, 25 * sizeof *k, k);
    error = error != 0 ? error : clSetKernelArg(s->kernel, 1, sizeof start, &start);
    error = error != 0 ? error : clSetKernelArg(s->kernel, 2, sizeof count, &count);
    error = error != 0 ? error : clSetKernelArg(s->kernel, 3, sizeof mask, &mask);
    error = error != 0 ? error : clSetKernelArg(s->kernel, 4, sizeof s->buffer, &s->buffer);
    if (error != 0) {
        return error;
    }
    error = CALL(s->call, clEnqueueWriteBuffer, s->queue, s->buffer, 0, 0, sizeof s->none, &s->none,
                 0, NULL, NULL);
    if (error != 0) {
        return error;
    }
    error = CALL(s->call, clEnqueueNDRangeKernel, s->queue, s->kernel, 1, NULL, &items, &s->group, 0,
                 NULL, NULL);
    if (error != 0) {
        return error;
    }
    return CALL(s->call, clEnqueueReadBuffer, s->queue, s->buffer, 0, 0, sizeof s->none,
                (void *)&s->found, 0, NULL, event);
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
    error = CALL(s->call, clFlush, s->queue);
    if (error == 0) {
        error = await(s, event);
    } else {
        s->stuck = 1;
    }
    const int32_t kept = clReleaseEvent(event);
    if (error == 0 && kept != 0) {
        s->call = "clReleaseEvent";
        error = kept;
    }
    if (error != 0) {
        return (int64_t)error - 100;
    }
    return s->found == UINT32_MAX ? -1 : (int64_t)s->found;
}

static void give(JNIEnv *env, jbyteArray to, const char *text) {
    const jsize room = (*env)->GetArrayLength(env, to);
    const jsize length = (jsize)strlen(text) + 1;
    (*env)->SetByteArrayRegion(env, to, 0, length < room ? length : room, (const jbyte *)text);
}

/* Fills in a line a device, or why there are none, and the call that failed. */
JNIEXPORT jint JNICALL Java_org_kalepool_work_miner_OpenCl_list(JNIEnv *env, jclass type,
                                                                 jbyteArray text,
                                                                 jbyteArray failed) {
    (void)type;
    char lines[1 << 14] = "";
    const char *call = "";
    const int length = list(lines, sizeof lines, &call);
    give(env, text, length == NO_LIBRARY ? load_error : lines);
    give(env, failed, call);
    return length;
}

/* A handle, or an error with its call and what the device's compiler said. */
JNIEXPORT jlong JNICALL Java_org_kalepool_work_miner_OpenCl_open(JNIEnv *env, jclass type,
                                                                  jint index, jbyteArray log,
                                                                  jbyteArray failed) {
    (void)type;
    char said[1 << 12] = "";
    const char *call = "";
    struct session *s = NULL;
    const int32_t error = open_session(index, said, sizeof said, &call, &s);
    said[sizeof said - 1] = 0;
    give(env, log, said);
    give(env, failed, call);
    return error != 0 ? error : (jlong)(intptr_t)s;
}

JNIEXPORT jlong JNICALL Java_org_kalepool_work_miner_OpenCl_search(
    JNIEnv *env, jclass type, jlong handle, jlongArray constants, jint start, jint count, jlong mask,
    jbyteArray failed) {
    (void)type;
    jlong copy[25];
    (*env)->GetLongArrayRegion(env, constants, 0, 25, copy);
    if ((*env)->ExceptionCheck(env)) {
        return -1;
    }
    struct session *s = (struct session *)(intptr_t)handle;
    const int64_t found = search(s, (const uint64_t *)copy, (uint32_t)start, (uint32_t)count,
                                 (uint64_t)mask);
    if (found < -1) {
        give(env, failed, s->call);
    }
    return found;
}

/* 0, or an error and its call. */
JNIEXPORT jint JNICALL Java_org_kalepool_work_miner_OpenCl_close(JNIEnv *env, jclass type,
                                                                  jlong handle, jbyteArray failed) {
    (void)type;
    const char *call = "";
    const int32_t error = release((struct session *)(intptr_t)handle, &call);
    give(env, failed, call);
    return error;
}
