/* The devices that OpenCL knows of; for opencl.c. */
#include <stdint.h>
#include <stdio.h>

#include "opencl_api.h"

enum { MOST_DEVICES = 64 };

/* The system's loader says this where no driver is installed; of a platform: it has no device. */
enum { NO_PLATFORM = -1001, NO_DEVICE_THERE = -1 };

/* A device, or a platform that does not tell of its devices. */
struct place {
    void *platform, *device;
    const char *call; /* what failed, NULL if nothing did */
    int32_t error;
};

/* All devices in the order in which the system names them, platforms that fail among them; how many,
 * or an error and the call. */
static int places(struct place *found, const char **call) {
    void *platforms[MOST_DEVICES];
    uint32_t count = 0;
    const int32_t error = CALL(*call, clGetPlatformIDs, MOST_DEVICES, platforms, &count);
    if (error != 0) {
        return error == NO_PLATFORM ? 0 : error;
    }
    int all = 0;
    for (uint32_t p = 0; p < count && p < MOST_DEVICES && all < MOST_DEVICES; p++) {
        void *devices[MOST_DEVICES];
        uint32_t more = 0;
        struct place place = {platforms[p], NULL, NULL, 0};
        place.error = CALL(place.call, clGetDeviceIDs, platforms[p], 0xFFFFFFFF, MOST_DEVICES,
                           devices, &more);
        if (place.error != 0 && place.error != NO_DEVICE_THERE) {
            found[all++] = place;
        } else if (place.error == 0) {
            place.call = NULL;
            for (uint32_t d = 0; d < more && d < MOST_DEVICES && all < MOST_DEVICES; d++) {
                place.device = devices[d];
                found[all++] = place;
            }
        }
    }
    return all;
}

/* The device with this index, which counts devices alone; NULL if there is none. */
static void *device_at(int index, int32_t *error, const char **call) {
    struct place found[MOST_DEVICES];
    const int count = places(found, call);
    *error = count < 0 ? count : NO_DEVICE;
    for (int i = 0; i < count; i++) {
        if (found[i].device != NULL && index-- == 0) {
            *error = 0;
            return found[i].device;
        }
    }
    *call = count < 0 ? *call : "";
    return NULL;
}

/* Notes the first call that failed. */
static void note(struct place *place, const char *call, int32_t error) {
    if (error != 0 && place->call == NULL) {
        place->call = call;
        place->error = error;
    }
}

static uint64_t number(struct place *place, uint32_t what, size_t size) {
    const char *call;
    uint64_t value = 0;
    const int32_t error = CALL(call, clGetDeviceInfo, place->device, what, size, &value, NULL);
    note(place, call, error);
    return error == 0 ? value : 0;
}

/* Without the characters that list() puts between texts. */
static void text(struct place *place, uint32_t what, char *to, size_t size) {
    const char *call;
    size_t length = 0;
    const int32_t error =
        what == PLATFORM_NAME
            ? CALL(call, clGetPlatformInfo, place->platform, what, size, to, &length)
            : CALL(call, clGetDeviceInfo, place->device, what, size, to, &length);
    note(place, call, error);
    to[error == 0 && length < size ? length : error == 0 ? size - 1 : 0] = 0;
    for (; *to != 0; to++) {
        if (*to == '\t' || *to == '\n') {
            *to = ' ';
        }
    }
}

/* A line a device: type, units, MHz, failed call, its error, name, platform, driver; between tabs. A
 * platform that does not tell of its devices has a line without a device's name. The length, or an
 * error and the call. */
static int list(char *lines, size_t room, const char **call) {
    if (!ready()) {
        return NO_LIBRARY;
    }
    struct place found[MOST_DEVICES];
    const int count = places(found, call);
    size_t length = 0;
    for (int i = 0; i < count; i++) {
        struct place *place = found + i;
        char name[256] = "";
        char platform[256] = "";
        char driver[256] = "";
        uint64_t usable = 0, type = 0, units = 0, clock = 0;
        text(place, PLATFORM_NAME, platform, sizeof platform);
        if (place->device != NULL) {
            text(place, DEVICE_NAME, name, sizeof name);
            text(place, DEVICE_DRIVER, driver, sizeof driver);
            usable = number(place, DEVICE_AVAILABLE, 4) && number(place, DEVICE_COMPILER, 4);
            type = number(place, DEVICE_TYPE, 8);
            units = number(place, DEVICE_UNITS, 4);
            clock = number(place, DEVICE_CLOCK, 4);
        }
        const int wrote = snprintf(lines + length, room - length, "%u\t%u\t%u\t%s\t%d\t%s\t%s\t%s\n",
                                   usable && place->call == NULL ? (unsigned)type : 0,
                                   (unsigned)units, (unsigned)clock,
                                   place->call == NULL ? "" : place->call, place->error, name,
                                   platform, driver);
        if (wrote < 0 || length + (size_t)wrote >= room) {
            lines[length] = 0;
            break;
        }
        length += (size_t)wrote;
    }
    return count < 0 ? count : (int)length;
}
