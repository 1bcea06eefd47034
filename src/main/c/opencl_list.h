/* The devices that OpenCL knows of; for opencl.c. */
#include <stdint.h>
#include <stdio.h>

#include "opencl_api.h"

enum { MOST_DEVICES = 64 };

/* The devices of all platforms, in the order in which the system names them; how many. */
static int devices(void **found, void **platform_of) {
    void *platforms[MOST_DEVICES];
    uint32_t count = 0;
    if (clGetPlatformIDs(MOST_DEVICES, platforms, &count) != 0) {
        return 0;
    }
    uint32_t all = 0;
    for (uint32_t p = 0; p < count && p < MOST_DEVICES && all < MOST_DEVICES; p++) {
        uint32_t more = 0;
        const uint32_t room = MOST_DEVICES - all;
        if (clGetDeviceIDs(platforms[p], 0xFFFFFFFF, room, found + all, &more) == 0) {
            for (more = more < room ? more : room; more > 0; more--) {
                platform_of[all++] = platforms[p];
            }
        }
    }
    return (int)all;
}

static uint64_t number(void *device, uint32_t what, size_t size) {
    uint64_t value = 0;
    return clGetDeviceInfo(device, what, size, &value, NULL) == 0 ? value : 0;
}

/* Text without the characters that list() puts between texts. */
static void clean(char *text, size_t size) {
    text[size - 1] = 0;
    for (; *text != 0; text++) {
        if (*text == '\t' || *text == '\n') {
            *text = ' ';
        }
    }
}

/* A line a device: type, units, MHz, name, platform, driver; between tabs. The length, or an error. */
static int list(char *text, size_t room) {
    if (!ready()) {
        return NO_LIBRARY;
    }
    void *found[MOST_DEVICES];
    void *platform_of[MOST_DEVICES];
    const int count = devices(found, platform_of);
    size_t length = 0;
    for (int i = 0; i < count; i++) {
        char name[256] = "";
        char platform[256] = "";
        char driver[256] = "";
        clGetDeviceInfo(found[i], DEVICE_NAME, sizeof name, name, NULL);
        clGetPlatformInfo(platform_of[i], PLATFORM_NAME, sizeof platform, platform, NULL);
        clGetDeviceInfo(found[i], DEVICE_DRIVER, sizeof driver, driver, NULL);
        clean(name, sizeof name);
        clean(platform, sizeof platform);
        clean(driver, sizeof driver);
        const int usable = number(found[i], DEVICE_AVAILABLE, 4) && number(found[i], DEVICE_COMPILER, 4);
        const int wrote =
            snprintf(text + length, room - length, "%d\t%u\t%u\t%s\t%s\t%s\n",
                     usable ? (int)number(found[i], DEVICE_TYPE, 8) : 0,
                     (unsigned)number(found[i], DEVICE_UNITS, 4),
                     (unsigned)number(found[i], DEVICE_CLOCK, 4), name, platform, driver);
        if (wrote < 0 || length + (size_t)wrote >= room) {
            break;
        }
        length += (size_t)wrote;
    }
    return (int)length;
}
