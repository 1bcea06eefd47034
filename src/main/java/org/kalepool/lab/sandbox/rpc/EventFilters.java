package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.TxRecord;

/** Which events somebody asks for: all, or those that any of some filters lets through. */
record EventFilters(JsonNode filters) {
  private static final int MOST_FILTERS = 5;
  private static final int MOST_CONTRACTS = 5;
  private static final int MOST_TOPICS = 5;
  private static final int MOST_SEGMENTS = 4;
  private static final String OPEN = "**";

  /**
   * @throws RpcFault that names the filter that is none
   */
  static EventFilters of(JsonNode filters) throws RpcFault {
    if (filters.size() > MOST_FILTERS) {
      throw new RpcFault(RpcFault.INVALID_PARAMS, "maximum 5 filters per request");
    }
    for (int i = 0; i < filters.size(); i++) {
      String fault = fault(filters.path(i));
      if (!fault.isEmpty()) {
        throw new RpcFault(RpcFault.INVALID_PARAMS, "filter " + (i + 1) + " invalid: " + fault);
      }
    }
    return new EventFilters(filters);
  }

  private static String fault(JsonNode filter) {
    String type = filter.path("type").asText("");
    for (String one : type.split(",", -1)) {
      if (!List.of("", "system", "contract").contains(one)) {
        return "filter type invalid: if set, type must be either 'system' or 'contract'";
      }
    }
    JsonNode contracts = filter.path("contractIds");
    if (contracts.size() > MOST_CONTRACTS) {
      return "maximum 5 contract IDs per filter";
    }
    for (int i = 0; i < contracts.size(); i++) {
      if (!isContract(contracts.path(i).asText())) {
        return "contract ID " + (i + 1) + " invalid";
      }
    }
    JsonNode topics = filter.path("topics");
    if (topics.size() > MOST_TOPICS) {
      return "maximum 5 topics per filter";
    }
    for (int i = 0; i < topics.size(); i++) {
      JsonNode segments = topics.path(i);
      boolean open =
          !segments.isEmpty() && segments.path(segments.size() - 1).asText().equals(OPEN);
      int fixed = segments.size() - (open ? 1 : 0);
      if (segments.isEmpty()) {
        return "topic " + (i + 1) + " invalid: topic must have at least one segment";
      }
      if (fixed > MOST_SEGMENTS) {
        return "topic " + (i + 1) + " invalid: topic cannot have more than 4 segments";
      }
    }
    return "";
  }

  private static boolean isContract(String text) {
    try {
      return Address.of(text).isContract();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Topics of which each event that is let through has at least one, the rarest kind of topic that
   * each pattern names; null if some pattern names none.
   */
  @Nullable Set<String> anyOf() {
    Set<String> needed = new HashSet<>();
    for (JsonNode filter : filters) {
      JsonNode topics = filter.path("topics");
      if (topics.isEmpty()) {
        return null;
      }
      for (JsonNode pattern : topics) {
        String longest = "";
        for (JsonNode segment : pattern) {
          String wanted = segment.asText();
          // an address is longer than a name, and rarer
          longest = wanted.length() > longest.length() ? wanted : longest;
        }
        if (longest.length() <= OPEN.length()) {
          return null;
        }
        needed.add(longest);
      }
    }
    return needed.isEmpty() ? null : needed;
  }

  boolean match(TxRecord.LedgerEvent event) {
    if (!filters.isArray() || filters.isEmpty()) {
      return true;
    }
    for (JsonNode filter : filters) {
      if (matches(event, filter)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(TxRecord.LedgerEvent event, JsonNode filter) {
    String type = filter.path("type").asText("");
    if (!type.isEmpty() && !type.contains(event.system() ? "system" : "contract")) {
      return false;
    }
    JsonNode contracts = filter.path("contractIds");
    boolean contract = !contracts.isArray() || contracts.isEmpty();
    for (JsonNode id : contracts) {
      contract |= id.asText().equals(event.contract());
    }
    JsonNode topics = filter.path("topics");
    boolean topic = !topics.isArray() || topics.isEmpty();
    for (JsonNode pattern : topics) {
      topic |= matchesTopics(event.topics(), pattern);
    }
    return contract && topic;
  }

  /** {@code *} stands for one topic, {@code **} at the end for any number of them. */
  private static boolean matchesTopics(List<String> topics, JsonNode pattern) {
    int length = pattern.size();
    boolean open = length > 0 && pattern.get(length - 1).asText().equals(OPEN);
    int fixed = open ? length - 1 : length;
    if (open ? topics.size() < fixed : topics.size() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      String wanted = pattern.get(i).asText();
      if (!wanted.equals("*") && !wanted.equals(topics.get(i))) {
        return false;
      }
    }
    return true;
  }
}
