package org.kalepool.pages;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.kalepool.pages.OperatorCommand.Given;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * Operators' commands: first what it asks for, if anything, then what it will do with the reason to
 * be given, then it is done, once for each form however often that is sent.
 */
@Path("/operator/do/{command}")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class OperatorCommandPages {
  private final OperatorVisitors visitors;
  private final OperatorCommands commands;
  private final CommandForms forms;

  OperatorCommandPages(OperatorVisitors visitors, OperatorCommands commands, CommandForms forms) {
    this.visitors = visitors;
    this.commands = commands;
    this.forms = forms;
  }

  @GET
  public Response look(
      @Context RoutingContext routing, @PathParam("command") String name, @Context UriInfo uri) {
    OperatorSeen operator = visitors.operator(routing);
    OperatorCommand command = commands.named(name);
    MultivaluedMap<String, String> sent = uri.getQueryParameters();
    Given given = CommandForms.given(command, sent);
    boolean asks = !command.fields().isEmpty() && !sent.containsKey("look");
    return page(routing, operator, command, given, asks ? Step.ASK : Step.CONFIRM, FormErrors.NONE);
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response done(
      @Context RoutingContext routing,
      @PathParam("command") String name,
      MultivaluedMap<String, String> form) {
    OperatorSeen operator = visitors.operator(routing, form);
    OperatorCommand command = commands.named(name);
    operator.role().require(command.needs());
    Given given = CommandForms.given(command, form);
    try {
      OperatorCommands.Done done = commands.once(operator, command, given);
      return Response.ok(
              OperatorTemplates.done(
                  frame(routing, command),
                  new OperatorDoneView(
                      command.title(),
                      done.result().said(),
                      done.result().secret(),
                      done.again(),
                      CommandForms.back(command, given))))
          .build();
    } catch (ProblemException e) {
      return page(routing, operator, command, given, Step.CONFIRM, CommandForms.errors(command, e));
    } catch (RpcException e) {
      return page(routing, operator, command, given, Step.CONFIRM, CommandForms.networkDown());
    }
  }

  private enum Step {
    ASK,
    CONFIRM
  }

  private Frame frame(RoutingContext routing, OperatorCommand command) {
    return visitors.frame(routing, command.title(), CommandForms.place(command));
  }

  private Response page(
      RoutingContext routing,
      OperatorSeen operator,
      OperatorCommand command,
      Given given,
      Step step,
      FormErrors wrong) {
    boolean asks = step == Step.ASK;
    FormErrors errors = wrong;
    CommandForms.Preview preview = CommandForms.Preview.NONE;
    if (!asks) {
      preview = forms.preview(command, given);
      if (preview.wrong().any() && !errors.any()) {
        errors = preview.wrong();
      }
      // What is wrong with a field is mended where it is asked for.
      asks = !errors.fields().isEmpty() && !command.fields().isEmpty() && !onlyReason(errors);
    }
    return Response.status(errors.any() ? ProblemKind.VALIDATION_FAILED.status() : 200)
        .entity(
            OperatorTemplates.command(
                frame(routing, command),
                forms.view(operator, command, given, asks, preview.sentences(), errors)))
        .build();
  }

  private static boolean onlyReason(FormErrors errors) {
    return errors.fields().keySet().equals(java.util.Set.of("why"));
  }
}
