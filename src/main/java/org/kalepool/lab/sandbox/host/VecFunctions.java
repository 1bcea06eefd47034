package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Module {@code v}: lists. */
final class VecFunctions {
  private static final int ITEM = 8;

  private VecFunctions() {}

  static void add(HostFunctions.Table table) {
    table.add("v._", "vec_new", "->VecObject", (host, args) -> Make.object(host, Values.EMPTY_VEC));
    table.add(
        "v.0",
        "vec_put",
        "VecObject,U32Val,Val->VecObject",
        (host, args) -> {
          int at = index(host, args, 1, args.items(0).size() - 1);
          return changed(host, args, items -> items.set(at, args.value(2)));
        });
    table.add(
        "v.1",
        "vec_get",
        "VecObject,U32Val->Val",
        (host, args) -> {
          Make.visit(host);
          int at = index(host, args, 1, args.items(0).size() - 1);
          host.budget().copy(ITEM);
          return args.items(0).get(at);
        });
    table.add(
        "v.2",
        "vec_del",
        "VecObject,U32Val->VecObject",
        (host, args) -> {
          int at = index(host, args, 1, args.items(0).size() - 1);
          return changed(host, args, items -> items.remove(at));
        });
    table.add(
        "v.3",
        "vec_len",
        "VecObject->U32Val",
        (host, args) -> {
          Make.visit(host);
          return Values.u32(args.items(0).size());
        });
    table.add(
        "v.4",
        "vec_push_front",
        "VecObject,Val->VecObject",
        (host, args) -> changed(host, args, items -> items.addFirst(args.value(1))));
    table.add(
        "v.5",
        "vec_pop_front",
        "VecObject->VecObject",
        (host, args) -> {
          requireAny(args);
          return changed(host, args, List::removeFirst);
        });
    table.add(
        "v.6",
        "vec_push_back",
        "VecObject,Val->VecObject",
        (host, args) -> changed(host, args, items -> items.add(args.value(1))));
    table.add(
        "v.7",
        "vec_pop_back",
        "VecObject->VecObject",
        (host, args) -> {
          requireAny(args);
          return changed(host, args, List::removeLast);
        });
    table.add("v.8", "vec_front", "VecObject->Val", (host, args) -> end(host, args, true));
    table.add("v.9", "vec_back", "VecObject->Val", (host, args) -> end(host, args, false));
    table.add(
        "v.a",
        "vec_insert",
        "VecObject,U32Val,Val->VecObject",
        (host, args) -> {
          int at = index(host, args, 1, args.items(0).size());
          return changed(host, args, items -> items.add(at, args.value(2)));
        });
    table.add(
        "v.b",
        "vec_append",
        "VecObject,VecObject->VecObject",
        (host, args) -> changed(host, args, items -> items.addAll(args.items(1))));
    table.add("v.c", "vec_slice", "VecObject,U32Val,U32Val->VecObject", VecFunctions::slice);
    table.add(
        "v.d", "vec_first_index_of", "VecObject,Val->Val", (host, args) -> find(host, args, true));
    table.add(
        "v.e", "vec_last_index_of", "VecObject,Val->Val", (host, args) -> find(host, args, false));
    table.add("v.f", "vec_binary_search", "VecObject,Val->u64", VecFunctions::search);
    table.add(
        "v.g",
        "vec_new_from_linear_memory",
        "U32Val,U32Val->VecObject",
        (host, args) -> {
          long count = args.u32(1);
          host.budget().list(count, ITEM);
          host.budget().copy(2 * count * ITEM);
          return Make.object(
              host,
              new HostValue.Vec(new LinearMemory(host, args.frame()).values(args.u32(0), count)));
        });
    table.add(
        "v.h",
        "vec_unpack_to_linear_memory",
        "VecObject,U32Val,U32Val->Void",
        VecFunctions::unpack);
  }

  private static HostValue changed(Host host, HostArgs args, Consumer<List<HostValue>> change) {
    Make.visit(host);
    List<HostValue> items = new ArrayList<>(args.items(0));
    change.accept(items);
    int count = items.size();
    host.budget().list(count, ITEM);
    return Make.object(host, new HostValue.Vec(List.copyOf(items)));
  }

  /** A position up to and including the last. */
  static int index(Host host, HostArgs args, int at, int last) {
    long index = args.u32(at);
    if (index > last) {
      throw host.log()
          .fault(Kind.OBJECT, Code.INDEX_BOUNDS, "object index out of bounds", Values.u32(index));
    }
    return (int) index;
  }

  /** Both ends of a slice of something of this size; the bounds are looked at first. */
  static void checkSlice(Host host, HostArgs args, int size) {
    int start = index(host, args, 1, size);
    int end = index(host, args, 2, size);
    if (start > end) {
      throw host.log()
          .fault(
              Kind.OBJECT,
              Code.INVALID_INPUT,
              "start index greater than end index",
              args.value(1),
              args.value(2));
    }
  }

  private static void requireAny(HostArgs args) {
    if (args.items(0).isEmpty()) {
      throw HostFault.of(Kind.OBJECT, Code.INDEX_BOUNDS, "nothing in it");
    }
  }

  private static HostValue end(Host host, HostArgs args, boolean front) {
    Make.visit(host);
    requireAny(args);
    return front ? args.items(0).getFirst() : args.items(0).getLast();
  }

  private static Object slice(Host host, HostArgs args) {
    Make.visit(host);
    checkSlice(host, args, args.items(0).size());
    List<HostValue> items =
        List.copyOf(args.items(0).subList((int) args.u32(1), (int) args.u32(2)));
    int count = items.size();
    host.budget().list(count, ITEM);
    return Make.object(host, new HostValue.Vec(items));
  }

  private static Object find(Host host, HostArgs args, boolean first) {
    Make.visit(host);
    List<HostValue> items = args.items(0);
    host.budget().copy((long) ITEM * items.size());
    int found = -1;
    for (int i = 0; i < items.size() && (found < 0 || !first); i++) {
      int at = first ? i : items.size() - 1 - i;
      if (host.order().compare(args.value(1), items.get(at)) == 0) {
        found = at;
        break;
      }
    }
    return found < 0 ? Values.VOID : Values.u32(found);
  }

  /** As Rust's standard library searched before version 1.82: it matters where items are equal. */
  private static Object search(Host host, HostArgs args) {
    Make.visit(host);
    List<HostValue> items = args.items(0);
    int size = items.size();
    int left = 0;
    int right = size;
    while (left < right) {
      int middle = left + size / 2;
      int order = host.order().compare(items.get(middle), args.value(1));
      if (order == 0) {
        return middle | 1L << 32;
      }
      if (order < 0) {
        left = middle + 1;
      } else {
        right = middle;
      }
      size = right - left;
    }
    return (long) left;
  }

  private static Object unpack(Host host, HostArgs args) {
    Make.visit(host);
    List<HostValue> items = args.items(0);
    if (items.size() != args.u32(2)) {
      throw host.log()
          .fault(
              Kind.OBJECT,
              Code.UNEXPECTED_SIZE,
              "differing host vector and output vector lengths when unpacking vec to linear"
                  + " memory");
    }
    host.budget().copy((long) ITEM * items.size());
    new LinearMemory(host, args.frame()).write(args.u32(1), items);
    return Values.VOID;
  }
}
