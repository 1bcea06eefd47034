/*
 * The hashing kernel for CPUs and run times that the Vector API does not serve: the same search as
 * the Java kernels (see Kernel.java), for several instruction sets, of which the caller asks for one.
 * constants.inc, scan.inc and avx512.S are written by src/kernel.
 */
#include <jni.h>
#include <stdint.h>

#include "constants.inc"

/* One nonce at a time, for any CPU. */
#define SCAN scan_portable
#define TARGET
#define V uint64_t
#define LANES 1
#define NONCES(n) ((uint64_t)__builtin_bswap32(n))
#define SPREAD(x) (x)
#define XOR(a, b) ((a) ^ (b))
#define XOR3(a, b, c) ((a) ^ (b) ^ (c))
#define CHI(a, b, c) ((a) ^ (~(b) & (c)))
#define ROL(a, n) (((a) << (n)) | ((a) >> (64 - (n))))
#define HITS(h, mask) (((h) & (mask)) == 0)
#include "scan.inc"
#undef SCAN
#undef TARGET
#undef V
#undef LANES
#undef NONCES
#undef SPREAD
#undef XOR
#undef XOR3
#undef CHI
#undef ROL
#undef HITS

#if defined(__x86_64__)
#include <immintrin.h>

/* Four nonces at a time. */
#define SCAN scan_avx2
#define TARGET __attribute__((target("avx2")))
#define V __m256i
#define LANES 4
#define NONCES(n) \
    _mm256_xor_si256(_mm256_set1_epi64x(__builtin_bswap32(n)), \
                     _mm256_set_epi64x(3 << 24, 2 << 24, 1 << 24, 0))
#define SPREAD(x) _mm256_set1_epi64x((long long)(x))
#define XOR(a, b) _mm256_xor_si256(a, b)
#define XOR3(a, b, c) _mm256_xor_si256(_mm256_xor_si256(a, b), c)
#define CHI(a, b, c) _mm256_xor_si256(a, _mm256_andnot_si256(b, c))
#define ROL(a, n) _mm256_or_si256(_mm256_slli_epi64(a, n), _mm256_srli_epi64(a, 64 - (n)))
#define HITS(h, mask) \
    (uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd( \
        _mm256_cmpeq_epi64(_mm256_and_si256(h, SPREAD(mask)), _mm256_setzero_si256())))
#include "scan.inc"
#undef SCAN
#undef TARGET
#undef V
#undef LANES
#undef NONCES
#undef SPREAD
#undef XOR
#undef XOR3
#undef CHI
#undef ROL
#undef HITS

/* Eight nonces at a time, in avx512.S; see AssemblySource.java. */
uint64_t kalehash_avx512(const uint64_t *k, uint32_t start, uint64_t groups, uint64_t mask);

static int32_t scan_avx512(const uint64_t *k, uint32_t start, int32_t count, uint64_t mask) {
    const int32_t before = (int32_t)(start % 8);
    uint64_t left = ((uint64_t)before + (uint64_t)count + 7) / 8;
    int32_t i = -before;
    while (left > 0) {
        const uint64_t found = kalehash_avx512(k, start + (uint32_t)i, left, mask);
        if (found == 0) {
            return -1;
        }
        i += (int32_t)(8 * (left - (found >> 8)));
        left = (found >> 8) - 1;
        uint32_t hits = found & 0xff;
        if (i < 0) {
            hits &= ~0u << -i;
        }
        if (hits) {
            const int32_t hit = i + __builtin_ctz(hits);
            return hit < count ? hit : -1;
        }
        i += 8;
    }
    return -1;
}
#endif

#if defined(__aarch64__)
#include <arm_neon.h>
#include <asm/hwcap.h>
#include <sys/auxv.h>

/* Two nonces at a time. */
#define V uint64x2_t
#define LANES 2
#define NONCES(n) veorq_u64(vdupq_n_u64(__builtin_bswap32(n)), (uint64x2_t){0, 1 << 24})
#define SPREAD(x) vdupq_n_u64(x)
#define XOR(a, b) veorq_u64(a, b)
#define HITS(h, mask) neon_hits(vceqzq_u64(vandq_u64(h, SPREAD(mask))))

static inline uint32_t neon_hits(uint64x2_t fits) {
    return (vgetq_lane_u64(fits, 0) & 1) | (vgetq_lane_u64(fits, 1) & 2);
}

#define SCAN scan_neon
#define TARGET
#define XOR3(a, b, c) veorq_u64(veorq_u64(a, b), c)
#define CHI(a, b, c) veorq_u64(a, vbicq_u64(c, b))
#define ROL(a, n) vsriq_n_u64(vshlq_n_u64(a, n), a, 64 - (n))
#include "scan.inc"
#undef SCAN
#undef TARGET
#undef XOR3
#undef CHI
#undef ROL

/* The same with the instructions that ARMv8.2 has for Keccak. Clang before 16 knows them only where
 * all is compiled for CPUs that have them; with a later one this has not been tried. */
#if !defined(__clang__)
#define HAS_SHA3
#define SCAN scan_sha3
#define TARGET __attribute__((target("arch=armv8.2-a+sha3")))
#define XOR3(a, b, c) veor3q_u64(a, b, c)
#define CHI(a, b, c) vbcaxq_u64(a, c, b)
#define ROL(a, n) vxarq_u64(a, vdupq_n_u64(0), 64 - (n))
#include "scan.inc"
#endif
#endif

/* The instruction sets, as NativeKernel numbers them. */
enum { PORTABLE, AVX2, AVX512, NEON, SHA3 };

static int fits(int set) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (set == AVX512) {
        return __builtin_cpu_supports("avx512f") != 0;
    }
    if (set == AVX2) {
        return __builtin_cpu_supports("avx2") != 0;
    }
#elif defined(__aarch64__)
    if (set == NEON) {
        return (getauxval(AT_HWCAP) & HWCAP_ASIMD) != 0;
    }
#if defined(HAS_SHA3)
    if (set == SHA3) {
        return (getauxval(AT_HWCAP) & HWCAP_SHA3) != 0;
    }
#endif
#endif
    return set == PORTABLE;
}

static int32_t search_with(int set, const uint64_t *k, uint32_t start, int32_t count, uint64_t mask) {
#if defined(__x86_64__)
    if (set == AVX512) {
        return scan_avx512(k, start, count, mask);
    }
    if (set == AVX2) {
        return scan_avx2(k, start, count, mask);
    }
#elif defined(__aarch64__)
    if (set == NEON) {
        return scan_neon(k, start, count, mask);
    }
#if defined(HAS_SHA3)
    if (set == SHA3) {
        return scan_sha3(k, start, count, mask);
    }
#endif
#endif
    (void)set;
    return scan_portable(k, start, count, mask);
}

JNIEXPORT jboolean JNICALL Java_org_kalepool_work_miner_NativeKernel_fits(JNIEnv *env, jclass type,
                                                                        jint set) {
    (void)env;
    (void)type;
    return fits(set) ? JNI_TRUE : JNI_FALSE;
}

JNIEXPORT jint JNICALL Java_org_kalepool_work_miner_NativeKernel_search(
    JNIEnv *env, jclass type, jint set, jlongArray constants, jint start, jint count, jlong mask) {
    (void)type;
    jlong copy[25];
    (*env)->GetLongArrayRegion(env, constants, 0, 25, copy);
    if ((*env)->ExceptionCheck(env)) {
        return -1;
    }
    return search_with(set, (const uint64_t *)copy, (uint32_t)start, count, (uint64_t)mask);
}
