//! Works and harvests of many farmers in one transaction. It holds nothing, keeps nothing and signs
//! for nobody: everybody may use it, with any farm.
#![no_std]

use shared::attempt;
use soroban_sdk::{
    contract, contractimpl, symbol_short, Address, BytesN, Env, Symbol, TryFromVal, Val, Vec,
};

#[contract]
pub struct Batch;

#[contractimpl]
impl Batch {
    // Items: farmer, hash, nonce. Results: the gap, or the error.
    pub fn work_many(env: Env, farm: Address, items: Vec<(Address, BytesN<32>, u64)>) -> Vec<Val> {
        each(&env, &farm, symbol_short!("work"), items.to_vals())
    }

    // Items: farmer, index of the block. Results: the reward, or the error.
    pub fn harvest_many(env: Env, farm: Address, items: Vec<(Address, u32)>) -> Vec<Val> {
        each(&env, &farm, symbol_short!("harvest"), items.to_vals())
    }
}

// An item is the callee's arguments as they are: one that is malformed fails alone.
fn each(env: &Env, farm: &Address, function: Symbol, items: Vec<Val>) -> Vec<Val> {
    let mut results = Vec::new(env);
    for item in items.iter() {
        let args = Vec::<Val>::try_from_val(env, &item).unwrap_or_else(|_| Vec::new(env));
        results.push_back(attempt(env, farm, &function, args));
    }
    results
}
