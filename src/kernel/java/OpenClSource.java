import java.util.stream.Collectors;

/**
 * The search in OpenCL C, for graphics cards. Their lanes have 32 bits, so a 64-bit operation is
 * two of theirs, and they do any function of three operands at once: a rotation is two funnel
 * shifts, an exclusive or of three or chi two lop3. OpenCL C has no name for either; for NVIDIA
 * both are written as its assembly has them, since a compiler shares the exclusive ors of theta
 * between lanes, which costs half a thousand operations a hash. Compilers that are told PLAIN, and
 * others, make of it what they can; AMD's find the operations of three by themselves.
 */
final class OpenClSource {
  private static final String PREAMBLE =
      """
      typedef struct { ulong k[25]; } constants_t;

      #define V ulong
      #define SPREAD(x) (x)
      #define XOR(a, b) ((a) ^ (b))
      #if defined(__NV_CL_C_VERSION) && !defined(PLAIN)
      #define NVIDIA
      #elif defined(cl_amd_media_ops) && !defined(PLAIN)
      #define AMD
      #endif

      #if defined(NVIDIA)
      inline uint xor3_half(uint a, uint b, uint c) {
          uint r;
          asm("lop3.b32 %0, %1, %2, %3, 0x96;" : "=r"(r) : "r"(a), "r"(b), "r"(c));
          return r;
      }
      inline ulong xor3(ulong a, ulong b, ulong c) {
          const uint2 x = as_uint2(a), y = as_uint2(b), z = as_uint2(c);
          return as_ulong((uint2)(xor3_half(x.x, y.x, z.x), xor3_half(x.y, y.y, z.y)));
      }
      inline uint chi_half(uint a, uint b, uint c) {
          uint r;
          asm("lop3.b32 %0, %1, %2, %3, 0xd2;" : "=r"(r) : "r"(a), "r"(b), "r"(c));
          return r;
      }
      inline ulong chi(ulong a, ulong b, ulong c) {
          const uint2 x = as_uint2(a), y = as_uint2(b), z = as_uint2(c);
          return as_ulong((uint2)(chi_half(x.x, y.x, z.x), chi_half(x.y, y.y, z.y)));
      }
      inline uint funnel(uint low, uint high, uint n) {
          uint r;
          asm("shf.l.wrap.b32 %0, %1, %2, %3;" : "=r"(r) : "r"(low), "r"(high), "r"(n));
          return r;
      }
      #define XOR3(a, b, c) xor3(a, b, c)
      #define CHI(a, b, c) chi(a, b, c)
      #else
      #define XOR3(a, b, c) ((a) ^ (b) ^ (c))
      #define CHI(a, b, c) ((a) ^ (~(b) & (c)))
      #endif
      #if defined(AMD)
      #pragma OPENCL EXTENSION cl_amd_media_ops : enable
      #define funnel(low, high, n) amd_bitalign(high, low, 32 - (n))
      #endif
      #if defined(NVIDIA) || defined(AMD)
      inline ulong rol(ulong a, uint n) {
          const uint2 v = n < 32 ? as_uint2(a) : as_uint2(a).yx;
          return as_ulong((uint2)(funnel(v.y, v.x, n % 32), funnel(v.x, v.y, n % 32)));
      }
      #define ROL(a, n) rol(a, n)
      #else
      #define ROL(a, n) rotate((ulong)(a), (ulong)(n))
      #endif
      """;

  private OpenClSource() {}

  /**
   * A kernel of one work item or more. Each takes every so manieth nonce, and ends at one that
   * another has beaten; what remains in {@code found}, which has to be 0xffffffff at the start, is
   * how far past the start the first hit lies.
   */
  static String search() {
    return PREAMBLE
        + CSource.constants("__constant ulong")
        + """

        __kernel void search(const constants_t c, const uint start, const uint count,
                             const ulong mask, volatile __global uint *found) {
        %s
            for (uint i = get_global_id(0); i < count && i < *found; i += get_global_size(0)) {
                const uint n = start + i;
                const V v = (rotate(n, 8u) & 0x00ff00ffu) | (rotate(n, 24u) & 0xff00ff00u);
        %s
                if ((h & mask) == 0) {
                    atomic_min(found, i);
                    return;
                }
            }
        }
        """
            .formatted(
                GenerateKernels.each("    ", "const V k# = c.k[#];"), CSource.rounds("        "));
  }

  /** The same as the initial value of a C string. */
  static String literal() {
    return search()
        .lines()
        .map(line -> '"' + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\\n\"")
        .collect(Collectors.joining("\n", "static const char SOURCE[] =\n", ";\n"));
  }
}
