// Makes property tests the same in every run: what they find is then found by everybody. RELAY_SEED asks for another run.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.RELAY_SEED ?? 20_261_122) });
