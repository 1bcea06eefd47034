package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostValue.Dict;

/** Maps with one more or one less in them. */
final class Dicts {
  private static final int PAIR = 16;

  private Dicts() {}

  static Dict put(Host host, Dict map, HostValue key, HostValue value) {
    host.budget().copy(PAIR);
    int at = host.order().find(map.keys(), key);
    List<HostValue> keys = new ArrayList<>(map.keys());
    List<HostValue> values = new ArrayList<>(map.values());
    if (at >= 0) {
      keys.set(at, key);
      values.set(at, value);
    } else {
      keys.add(-at - 1, key);
      values.add(-at - 1, value);
    }
    return made(host, keys, values);
  }

  static Dict without(Host host, Dict map, int at) {
    List<HostValue> keys = new ArrayList<>(map.keys());
    List<HostValue> values = new ArrayList<>(map.values());
    keys.remove(at);
    values.remove(at);
    return made(host, keys, values);
  }

  private static Dict made(Host host, List<HostValue> keys, List<HostValue> values) {
    host.budget().list(keys.size(), PAIR);
    host.budget().copy((long) PAIR * keys.size());
    // the network looks at the order of all keys again
    for (int i = 1; i < keys.size(); i++) {
      host.order().compare(keys.get(i - 1), keys.get(i));
    }
    return new Dict(List.copyOf(keys), List.copyOf(values));
  }
}
