package org.kalepool.stellar.rpc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes out of {@code kale.rpc.url}, one or more URLs separated by commas, the preferred one
 * first, and {@code kale.rpc.headers-file}, a file for each of them in the same order, or {@code -}
 * for none. One provider's key is so never sent to another.
 */
final class NodeAddresses {
  private static final String NONE = "-";

  private NodeAddresses() {}

  /**
   * @param headers empty for none
   * @throws IllegalArgumentException naming the setting
   */
  static List<NodeAddress> of(String urls, String headers) {
    List<String> each = parts("kale.rpc.url", urls);
    List<String> files = headers.isBlank() ? List.of() : parts("kale.rpc.headers-file", headers);
    if (!files.isEmpty() && files.size() != each.size()) {
      throw new IllegalArgumentException(
          "kale.rpc.headers-file names "
              + files.size()
              + " files for the "
              + each.size()
              + " URLs of kale.rpc.url: one for each, in their order, '-' for none");
    }
    List<NodeAddress> nodes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < each.size(); i++) {
      boolean none = files.isEmpty() || files.get(i).equals(NONE);
      Map<String, String> sent = none ? Map.of() : NodeHeaders.read(Path.of(files.get(i)));
      NodeAddress node = NodeAddress.of(each.get(i), sent);
      nodes.add(names.add(node.name()) ? node : node.named(node.name() + "#" + (i + 1)));
    }
    return nodes;
  }

  private static List<String> parts(String setting, String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        throw new IllegalArgumentException(setting + ": one of its parts is empty");
      }
      parts.add(part.strip());
    }
    return parts;
  }
}
