package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.runtime.Memory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call on the stack: of a contract, or of the host from outside. */
final class CallFrame {
  private final byte @Nullable [] contract;
  private final HostValue function;
  private final List<HostValue> args;
  private final @Nullable Instance instance;
  private final List<HostValue> handles = new ArrayList<>();
  private HostValue.@Nullable Dict store;
  private boolean storeChanged;
  private @Nullable Prng prng;
  private @Nullable Memory memory;

  private CallFrame(
      byte @Nullable [] contract,
      HostValue function,
      List<HostValue> args,
      @Nullable Instance instance) {
    this.contract = contract;
    this.function = function;
    this.args = args;
    this.instance = instance;
  }

  static CallFrame outside() {
    return new CallFrame(null, Values.VOID, List.of(), null);
  }

  static CallFrame of(
      byte[] contract, HostValue function, List<HostValue> args, Instance instance) {
    return new CallFrame(contract, function, args, instance);
  }

  byte @Nullable [] contract() {
    return contract;
  }

  HostValue function() {
    return function;
  }

  List<HostValue> args() {
    return args;
  }

  @Nullable Instance instance() {
    return instance;
  }

  /** The 64 bits by which the contract knows a value. */
  long toBits(HostValue value, Budget budget) {
    if (value instanceof HostValue.Small(long bits)) {
      return bits;
    }
    budget.alloc(8);
    handles.add(value);
    return ((handles.size() - 1L) << 33) | value.tag();
  }

  List<HostValue> handles() {
    return handles;
  }

  /** The instance's storage, once it was looked at. */
  HostValue.@Nullable Dict store() {
    return store;
  }

  void load(HostValue.Dict map) {
    store = map;
    storeChanged = false;
  }

  void change(HostValue.Dict map) {
    store = map;
    storeChanged = true;
  }

  boolean storeChanged() {
    return storeChanged;
  }

  @Nullable Prng prng() {
    return prng;
  }

  void prng(Prng own) {
    prng = own;
  }

  @Nullable Memory memory() {
    return memory;
  }

  void memory(@Nullable Memory exported) {
    memory = exported;
  }
}
