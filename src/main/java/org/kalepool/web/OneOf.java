package org.kalepool.web;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of a few words, as they are written here. */
@Target(FIELD)
@Retention(RUNTIME)
@Constraint(validatedBy = OneOf.OfText.class)
public @interface OneOf {
  /** The words; more than one. */
  String[] value();

  /** Not used: the rule is made of the words. */
  String message() default "must be one of {value}";

  /** As Bean Validation wants it. */
  Class<?>[] groups() default {};

  /** As Bean Validation wants it. */
  Class<? extends Payload>[] payload() default {};

  /** Looks at a text. */
  final class OfText implements ConstraintValidator<OneOf, String> {
    private List<String> words = List.of();

    @Override
    public void initialize(OneOf wanted) {
      words = List.of(wanted.value());
    }

    @Override
    public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
      if (text == null || words.contains(text)) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      context.buildConstraintViolationWithTemplate(rule()).addConstraintViolation();
      return false;
    }

    private String rule() {
      List<String> first = words.subList(0, words.size() - 1);
      return "must be " + String.join(", ", first) + " or " + words.getLast();
    }
  }
}
