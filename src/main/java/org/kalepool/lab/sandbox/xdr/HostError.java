package org.kalepool.lab.sandbox.xdr;

/**
 * The engine's own errors that the sandbox raises, with the numbers of SCErrorType and SCErrorCode.
 */
public enum HostError {
  STORAGE_EXCEEDED_LIMIT(3, 5, "Storage", "ExceededLimit"),
  STORAGE_MISSING_VALUE(3, 3, "Storage", "MissingValue"),
  STORAGE_INVALID_ACTION(3, 6, "Storage", "InvalidAction"),
  BUDGET_EXCEEDED_LIMIT(7, 5, "Budget", "ExceededLimit"),
  AUTH_INVALID_ACTION(9, 6, "Auth", "InvalidAction"),
  AUTH_EXISTING_VALUE(9, 4, "Auth", "ExistingValue"),
  AUTH_INVALID_INPUT(9, 2, "Auth", "InvalidInput"),
  WASM_INVALID_ACTION(1, 6, "WasmVm", "InvalidAction"),
  WASM_MISSING_VALUE(1, 3, "WasmVm", "MissingValue"),
  WASM_UNEXPECTED_TYPE(1, 8, "WasmVm", "UnexpectedType"),
  CONTEXT_INVALID_ACTION(2, 6, "Context", "InvalidAction"),
  STORAGE_UNEXPECTED_TYPE(3, 8, "Storage", "UnexpectedType"),
  STORAGE_INVALID_INPUT(3, 2, "Storage", "InvalidInput"),
  VALUE_INVALID_INPUT(8, 2, "Value", "InvalidInput"),
  VALUE_EXCEEDED_LIMIT(8, 5, "Value", "ExceededLimit");

  private final int type;
  private final int code;
  private final String text;

  HostError(int type, int code, String typeName, String codeName) {
    this.type = type;
    this.code = code;
    this.text = "Error(" + typeName + ", " + codeName + ")";
  }

  int type() {
    return type;
  }

  int code() {
    return code;
  }

  public String text() {
    return text;
  }
}
