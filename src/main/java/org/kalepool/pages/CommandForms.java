package org.kalepool.pages;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.kalepool.db.RandomId;
import org.kalepool.pages.OperatorCommand.Field;
import org.kalepool.pages.OperatorCommand.Given;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** The forms of operators' commands: what they carry, and what is said of what was sent. */
@Singleton
final class CommandForms {
  private static final String WHY = "why";
  private static final String ONCE = "once";
  private static final String TARGET = "target";

  private final RandomGenerator random;

  CommandForms(RandomGenerator random) {
    this.random = random;
  }

  /** What a form, or an address, has brought. */
  static Given given(OperatorCommand command, MultivaluedMap<String, String> sent) {
    Map<String, String> values = new LinkedHashMap<>();
    command.fields().forEach(field -> values.put(field.name(), text(sent, field.name())));
    return new Given(text(sent, TARGET), text(sent, WHY), text(sent, ONCE), values);
  }

  private static String text(MultivaluedMap<String, String> sent, String field) {
    return Optional.ofNullable(sent.getFirst(field)).map(String::strip).orElse("");
  }

  /** What is said beforehand, and what is wrong already. */
  record Preview(List<String> sentences, FormErrors wrong) {
    static final Preview NONE = new Preview(List.of(), FormErrors.NONE);
  }

  Preview preview(OperatorCommand command, Given given) {
    // The reason is asked for on this very page.
    Given marked = new Given(given.target(), "preview", "", given.values());
    try {
      return new Preview(command.preview().of(marked), FormErrors.NONE);
    } catch (ProblemException e) {
      if (e.kind().status() == ProblemKind.NOT_FOUND.status()) {
        throw e;
      }
      return new Preview(List.of(), errors(command, e));
    } catch (RpcException e) {
      return new Preview(List.of(), networkDown());
    }
  }

  static FormErrors errors(OperatorCommand command, ProblemException refused) {
    Map<String, String> names = new HashMap<>();
    names.put(WHY, "The reason");
    command.fields().forEach(field -> names.put(field.name(), field.label()));
    return FormErrors.of(refused, names);
  }

  static FormErrors networkDown() {
    return new FormErrors(
        "The Stellar network cannot be asked at the moment. Send it again in a minute.", Map.of());
  }

  /** Where one comes from. */
  static String back(OperatorCommand command, Given given) {
    return command
        .back()
        .replace("{target}", UriBuilder.fromPath("{id}").build(given.target()).getRawPath());
  }

  /** The place in the navigation. */
  static String place(OperatorCommand command) {
    String[] parts = command.back().split("[/?]", -1);
    return parts.length > 2 ? parts[2] : "operator";
  }

  OperatorCommandView view(
      OperatorSeen operator,
      OperatorCommand command,
      Given given,
      boolean asks,
      List<String> sentences,
      FormErrors wrong) {
    return new OperatorCommandView(
        command.id(),
        command.title(),
        command.needs().code(),
        asks,
        operator.role().covers(command.needs()),
        sentences,
        command.fields().stream().map(field -> shown(field, given, asks, wrong)).toList(),
        hidden(command, given, asks),
        given.why(),
        wrong,
        RandomId.of(random).toString(),
        back(command, given),
        change(command, given));
  }

  private static OperatorCommandView.Shown shown(
      Field field, Given given, boolean asks, FormErrors wrong) {
    String value = given.value(field.name());
    return new OperatorCommandView.Shown(
        field.name(),
        field.label(),
        field.help(),
        field.kind(),
        value.isEmpty() && asks ? field.start() : value,
        field.options(),
        field.needed(),
        wrong.at(field.name()));
  }

  private static List<OperatorCommandView.Hidden> hidden(
      OperatorCommand command, Given given, boolean asks) {
    List<OperatorCommandView.Hidden> hidden = new ArrayList<>();
    if (!given.target().isEmpty()) {
      hidden.add(new OperatorCommandView.Hidden(TARGET, given.target()));
    }
    if (!asks) {
      command
          .fields()
          .forEach(
              field ->
                  hidden.add(
                      new OperatorCommandView.Hidden(field.name(), given.value(field.name()))));
    }
    return hidden;
  }

  /** The address at which the fields can be filled in differently. */
  private static String change(OperatorCommand command, Given given) {
    UriBuilder address = UriBuilder.fromPath("/operator/do/" + command.id());
    if (!given.target().isEmpty()) {
      address.queryParam(TARGET, "{target}");
    }
    List<Object> values = new ArrayList<>();
    if (!given.target().isEmpty()) {
      values.add(given.target());
    }
    given
        .values()
        .forEach(
            (name, value) -> {
              address.queryParam(name, "{" + name + "}");
              values.add(value);
            });
    return address.build(values.toArray()).toString();
  }
}
