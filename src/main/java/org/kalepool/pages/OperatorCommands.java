package org.kalepool.pages;

import io.quarkus.arc.All;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.kalepool.pages.OperatorCommand.Given;
import org.kalepool.pages.OperatorCommand.Result;
import org.kalepool.web.Idempotency;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** All commands, each done once for each form. */
@Singleton
final class OperatorCommands {
  private static final int DONE = 200;

  private final Map<String, OperatorCommand> commands = new LinkedHashMap<>();
  private final Idempotency idempotency;
  private final Json json;

  OperatorCommands(@All List<CommandSource> sources, Idempotency idempotency, Json json) {
    sources.forEach(
        source -> source.commands().forEach(command -> commands.put(command.id(), command)));
    this.idempotency = idempotency;
    this.json = json;
  }

  /**
   * What came of it.
   *
   * @param again whether it was done before, by the same form
   */
  record Done(Result result, boolean again) {}

  /** As it is kept: never with a secret. */
  @RegisterForReflection
  record Kept(String said) {}

  /**
   * The command of this name.
   *
   * @throws ProblemException if there is none
   */
  OperatorCommand named(String id) {
    OperatorCommand command = commands.get(id);
    if (command == null) {
      throw new ProblemException(ProblemKind.NOT_FOUND, ProblemKind.NOT_FOUND.title());
    }
    return command;
  }

  /**
   * Does it unless this form has done it before. The form's name is kept in the database
   * transaction that does the deed; of one that takes many, before it begins.
   */
  Done once(OperatorSeen operator, OperatorCommand command, Given given) {
    String scope = "operator page " + command.id() + " of " + operator.name();
    String request = given.target() + " " + new TreeMap<>(given.values()) + " " + given.why();
    AtomicReference<Result> fresh = new AtomicReference<>();
    Idempotency.Answer answer =
        idempotency.once(
            scope,
            given.once(),
            request,
            () -> {
              Result result =
                  command.longer()
                      ? Result.said("It was begun; the audit shows when")
                      : command.deed().run(given);
              fresh.set(result);
              return new Idempotency.Answer(DONE, json.write(new Kept(result.said())));
            });
    Result done = fresh.get();
    if (done == null) {
      return new Done(Result.said(json.stored(answer.body(), Kept.class).said()), true);
    }
    return new Done(command.longer() ? command.deed().run(given) : done, false);
  }
}
