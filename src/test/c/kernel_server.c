/*
 * The C kernels behind a pipe, for machines that run them by an emulator: for each line "set start
 * count mask k0 ... k24", all hexadecimal but the first and the third, the answer of the search, or -2
 * where the instructions are missing.
 */
#include "../../main/c/kalehash.c"

#include <inttypes.h>
#include <stdio.h>

int main(void) {
    int set;
    while (scanf("%d", &set) == 1) {
        uint32_t start;
        int32_t count;
        uint64_t mask, k[25];
        if (scanf("%" SCNx32 " %" SCNd32 " %" SCNx64, &start, &count, &mask) != 3) {
            return 1;
        }
        for (int i = 0; i < 25; i++) {
            if (scanf("%" SCNx64, k + i) != 1) {
                return 1;
            }
        }
        printf("%" PRId32 "\n", fits(set) ? search_with(set, k, start, count, mask) : -2);
        fflush(stdout);
    }
    return 0;
}
