package dev.notch.models.onnx.read;

import ai.onnxruntime.OrtException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator that is read, in every form that its versions have, as ONNX Runtime has it. */
class OperatorFormsTest {

  static List<OperatorForms.Form> forms() {
    OperatorForms forms = new OperatorForms();
    WindowForms.addTo(forms);
    ArithmeticForms.addTo(forms);
    ShapeForms.addTo(forms);
    return forms.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void onnxRuntimeAgreesWithTheNetwork(OperatorForms.Form form) throws OrtException {
    HandMadeOracle.check(form.file(), form.name(), form.seed());
  }
}
