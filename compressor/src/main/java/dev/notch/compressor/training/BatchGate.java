package dev.notch.compressor.training;

/**
 * What training passes before and after each batch, so that measuring can make it wait: two runs on
 * the same cores would spoil each other's numbers.
 */
public interface BatchGate {
  /** Always open. */
  BatchGate OPEN =
      new BatchGate() {
        @Override
        public void enter() {}

        @Override
        public void exit() {}
      };

  /** Called before a batch is computed; may wait. */
  void enter();

  /** Called after it, whether it succeeded or not. */
  void exit();
}
