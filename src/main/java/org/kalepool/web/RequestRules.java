package org.kalepool.web;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * A request with rules about several of its fields, or such as tell more than a constant can. They
 * are held against it with those that its fields are annotated with.
 */
@RequestRules.Kept
public interface RequestRules {
  /** Notes what is wrong; each field may be wrong by itself or null as well. */
  void check(Checks checks);

  /** Has the rules held against each request that has some. */
  @Target(TYPE)
  @Retention(RUNTIME)
  @Constraint(validatedBy = Kept.OfRequest.class)
  @interface Kept {
    /** Not used: each rule has a message of its own. */
    String message() default "breaks a rule";

    /** As Bean Validation wants it. */
    Class<?>[] groups() default {};

    /** As Bean Validation wants it. */
    Class<? extends Payload>[] payload() default {};

    /** Looks at a request. */
    final class OfRequest implements ConstraintValidator<Kept, RequestRules> {
      @Override
      public boolean isValid(RequestRules request, ConstraintValidatorContext context) {
        Checks checks = new Checks();
        request.check(checks);
        context.disableDefaultConstraintViolation();
        checks
            .errors()
            .forEach(
                error ->
                    context
                        .buildConstraintViolationWithTemplate(literal(error.message()))
                        .addPropertyNode(error.field())
                        .addConstraintViolation());
        return checks.errors().isEmpty();
      }

      /** What is in it stands for nothing else. */
      private static String literal(String message) {
        return message.replaceAll("[\\\\{}$]", "\\\\$0");
      }
    }
  }
}
