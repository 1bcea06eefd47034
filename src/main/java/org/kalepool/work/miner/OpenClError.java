package org.kalepool.work.miner;

import java.util.List;

/** What the errors of OpenCL's calls mean, and what the standard calls them. */
final class OpenClError {
  /** Of the C library itself (src/main/c/opencl_api.h). */
  private static final int NO_LIBRARY = -9001;

  private static final int NO_MEMORY = -9002;
  private static final int NO_DEVICE = -9003;
  private static final int TIMEOUT = -9004;

  /** From -1 downwards, each with CL_ before it. */
  private static final List<String> OF_THE_RUN =
      List.of(
          "DEVICE_NOT_FOUND",
          "DEVICE_NOT_AVAILABLE",
          "COMPILER_NOT_AVAILABLE",
          "MEM_OBJECT_ALLOCATION_FAILURE",
          "OUT_OF_RESOURCES",
          "OUT_OF_HOST_MEMORY",
          "PROFILING_INFO_NOT_AVAILABLE",
          "MEM_COPY_OVERLAP",
          "IMAGE_FORMAT_MISMATCH",
          "IMAGE_FORMAT_NOT_SUPPORTED",
          "BUILD_PROGRAM_FAILURE",
          "MAP_FAILURE",
          "MISALIGNED_SUB_BUFFER_OFFSET",
          "EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST",
          "COMPILE_PROGRAM_FAILURE",
          "LINKER_NOT_AVAILABLE",
          "LINK_PROGRAM_FAILURE",
          "DEVICE_PARTITION_FAILED",
          "KERNEL_ARG_INFO_NOT_AVAILABLE");

  /** From -30 downwards. */
  private static final List<String> OF_ARGUMENTS =
      List.of(
          "INVALID_VALUE",
          "INVALID_DEVICE_TYPE",
          "INVALID_PLATFORM",
          "INVALID_DEVICE",
          "INVALID_CONTEXT",
          "INVALID_QUEUE_PROPERTIES",
          "INVALID_COMMAND_QUEUE",
          "INVALID_HOST_PTR",
          "INVALID_MEM_OBJECT",
          "INVALID_IMAGE_FORMAT_DESCRIPTOR",
          "INVALID_IMAGE_SIZE",
          "INVALID_SAMPLER",
          "INVALID_BINARY",
          "INVALID_BUILD_OPTIONS",
          "INVALID_PROGRAM",
          "INVALID_PROGRAM_EXECUTABLE",
          "INVALID_KERNEL_NAME",
          "INVALID_KERNEL_DEFINITION",
          "INVALID_KERNEL",
          "INVALID_ARG_INDEX",
          "INVALID_ARG_VALUE",
          "INVALID_ARG_SIZE",
          "INVALID_KERNEL_ARGS",
          "INVALID_WORK_DIMENSION",
          "INVALID_WORK_GROUP_SIZE",
          "INVALID_WORK_ITEM_SIZE",
          "INVALID_GLOBAL_OFFSET",
          "INVALID_EVENT_WAIT_LIST",
          "INVALID_EVENT",
          "INVALID_OPERATION",
          "INVALID_GL_OBJECT",
          "INVALID_BUFFER_SIZE",
          "INVALID_MIP_LEVEL",
          "INVALID_GLOBAL_WORK_SIZE",
          "INVALID_PROPERTY");

  private static final int ARGUMENTS_FROM = 30;

  private OpenClError() {}

  /**
   * Call, meaning, name and number; {@code call} as C has filled it in, empty if there was none.
   */
  static String sentence(byte[] call, long code) {
    return sentence(OpenCl.string(call), code);
  }

  static String sentence(String call, long code) {
    String where = call.isEmpty() ? "" : call + ": ";
    return where + meaning(code) + (own(code) ? "" : " (" + name(code) + ")");
  }

  private static boolean own(long code) {
    return code <= NO_LIBRARY && code >= TIMEOUT;
  }

  private static String meaning(long code) {
    return switch ((int) code) {
      case -1, NO_DEVICE -> "the device is gone";
      case -2 -> "the device is not available";
      case -3 -> "the driver has no compiler";
      case -4 -> "the device has no memory left";
      case -5 -> "the device has no resources left";
      case -6, NO_MEMORY -> "no memory left";
      case -11 -> "the kernel does not compile";
      case -14 -> "the search failed on the device";
      case -36 -> "the device no longer takes commands";
      case NO_LIBRARY -> "no OpenCL on this machine:";
      case TIMEOUT -> "the device did not answer in 10 s";
      default -> "the driver refused";
    };
  }

  /** As the standard has it with its number; the number alone where it is a vendor's own. */
  private static String name(long code) {
    long number = -code;
    if (number >= 1 && number <= OF_THE_RUN.size()) {
      return "CL_" + OF_THE_RUN.get((int) number - 1) + ", " + code;
    }
    long argument = number - ARGUMENTS_FROM;
    if (argument >= 0 && argument < OF_ARGUMENTS.size()) {
      return "CL_" + OF_ARGUMENTS.get((int) argument) + ", " + code;
    }
    return "OpenCL error " + code;
  }
}
