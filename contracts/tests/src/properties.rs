//! The invariants of docs/contracts.md over random calls, against a model in plain numbers.

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use soroban_sdk::testutils::Address as _;
use soroban_sdk::{vec as list, Address, IntoVal};

use crate::farm::LIFE;
use crate::vault::state;
use crate::world::{Made, World, KALE};

// The same games in every run: a failure is one of the code, never of the day.
fn games(count: u32) -> TestRunner {
    let config = ProptestConfig {
        cases: count,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    };
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[42; 32]);
    TestRunner::new_with_rng(config, random)
}

const VAULTS: usize = 3;

#[derive(Clone, Debug)]
enum Step {
    Donate(usize, i128),
    Deposit(usize, i128, i128),
    Plant(usize, i128),
    Work(usize),
    Harvest(usize, i128),
    NextBlock,
    LosePails,
    Settle(usize),
    Floor(usize, i128),
    Withdraw(usize, i128),
    Stop(usize),
    Claim(usize),
    Cover(usize, i128),
    Bond(i128),
    Unbond(i128),
}

fn step() -> impl Strategy<Value = Step> {
    let vault = || 0..VAULTS;
    let amount = || prop_oneof![0..20_i128, 0..20 * KALE];
    prop_oneof![
        2 => (vault(), amount()).prop_map(|(v, a)| Step::Donate(v, a)),
        2 => (vault(), amount(), amount()).prop_map(|(v, a, b)| Step::Deposit(v, a.max(b), a.min(b))),
        6 => (vault(), amount()).prop_map(|(v, a)| Step::Plant(v, a)),
        6 => vault().prop_map(Step::Work),
        6 => (vault(), amount()).prop_map(|(v, a)| Step::Harvest(v, a)),
        5 => Just(Step::NextBlock),
        1 => Just(Step::LosePails),
        3 => vault().prop_map(Step::Settle),
        1 => (vault(), amount()).prop_map(|(v, a)| Step::Floor(v, a)),
        2 => (vault(), amount()).prop_map(|(v, a)| Step::Withdraw(v, a)),
        1 => vault().prop_map(Step::Stop),
        2 => vault().prop_map(Step::Claim),
        2 => (vault(), amount()).prop_map(|(v, a)| Step::Cover(v, a)),
        2 => amount().prop_map(Step::Bond),
        1 => amount().prop_map(Step::Unbond),
    ]
}

/// What a vault should be, and all that has gone in and out.
#[derive(Default)]
struct Model {
    balance: i128,
    principal: i128,
    floor: i128,
    cover: i128,
    lent: i128,
    stopped: Option<u32>,
    planted: bool,
    put: i128,
    came_back: i128,
    burnt: i128,
    withdrawn: i128,
    gains: i128,
    fees: i128,
    paid: i128,
    repaid: i128,
    reserved: i128,
    lost_principal: i128,
}

impl Model {
    // Gives what goes to the pool.
    fn settle(&mut self, bps: u32) -> i128 {
        if !self.planted {
            self.principal = self.balance;
            return 0;
        }
        let gain = self.balance - self.principal;
        if gain <= 0 {
            return 0;
        }
        let repaid = gain.min(self.lent);
        let fee = (gain - repaid) * bps as i128 / 10_000;
        self.lent -= repaid;
        self.repaid += repaid;
        self.gains += gain - repaid;
        self.fees += fee;
        self.balance -= repaid + fee;
        self.principal = self.balance;
        repaid + fee
    }
}

struct Game {
    world: World,
    made: [Made; VAULTS],
    models: [Model; VAULTS],
    pails: Vec<(usize, u32, i128)>,
    bond: i128,
    bps: [u32; VAULTS],
}

impl Game {
    fn new() -> Game {
        let world = World::new();
        let bps = [0, 5_000, 3_333];
        let made = [0, 1, 2].map(|at| {
            let owner = Address::generate(&world.env);
            world.make_for(at as u64, &owner, bps[at], 0, 0)
        });
        Game {
            world,
            made,
            models: Default::default(),
            pails: vec![],
            bond: 0,
            bps,
        }
    }

    fn settled(&mut self, at: usize) {
        self.bond += self.models[at].settle(self.bps[at]);
    }

    fn reserved(&self) -> i128 {
        self.models.iter().map(|it| it.cover).sum()
    }

    fn play(&mut self, step: &Step) {
        let world = &self.world;
        match *step {
            Step::Donate(at, amount) => {
                world.give(&self.made[at].address, amount);
                self.models[at].balance += amount;
                self.models[at].put += amount;
            }
            Step::Deposit(at, amount, at_risk) => {
                let made = &self.made[at];
                world.give(&made.owner, amount);
                world.env.mock_all_auths();
                let done = world
                    .vault(made)
                    .try_deposit(&made.owner, &amount, &at_risk);
                world.nobody_signs();
                assert_eq!(done.is_ok(), amount > 0);
                if amount > 0 {
                    self.settled(at);
                    let model = &mut self.models[at];
                    model.balance += amount;
                    model.principal += amount;
                    model.put += amount;
                    model.floor += amount - at_risk;
                }
            }
            Step::Plant(at, stake) => {
                let error = world.plant(&self.made[at], stake);
                let index = world.farm().index();
                let model = &self.models[at];
                let planted = self.pails.iter().any(|it| (it.0, it.1) == (at, index));
                let expected = if model.stopped.is_some() {
                    Some(101)
                } else if stake > 0 && model.balance - stake < model.floor {
                    Some(103)
                } else if error == Some(8) && planted {
                    Some(8)
                } else {
                    None
                };
                assert_eq!(error, expected);
                if error.is_none() {
                    if !self.models[at].planted {
                        self.settled(at);
                    }
                    let model = &mut self.models[at];
                    model.planted = true;
                    model.balance -= stake;
                    model.burnt += stake;
                    self.pails.push((at, index, stake));
                    assert!(stake == 0 || model.balance >= model.floor);
                }
            }
            Step::Work(at) => {
                world.ledgers(1);
                let address = &self.made[at].address;
                let hash = world.farm().hash(address, &0);
                // Refused where there is nothing to work or it was worked before.
                let _ = world.farm().try_work(address, &hash, &0);
            }
            Step::Harvest(at, reward) => {
                world.farm().set_reward(&reward);
                let place = self.pails.iter().position(|it| it.0 == at);
                let Some(place) = place else { return };
                let (_, index, stake) = self.pails[place];
                let address = &self.made[at].address;
                if world.farm().try_harvest(address, &index).is_ok() {
                    self.pails.remove(place);
                    self.models[at].balance += reward + stake;
                    self.models[at].came_back += reward + stake;
                } else if index < world.farm().index() {
                    self.pails.remove(place); // never worked
                }
            }
            Step::NextBlock => world.open(),
            Step::LosePails => {
                world.ledgers(LIFE + 1);
                world.open();
                self.pails.clear();
            }
            Step::Settle(at) => {
                world.vault(&self.made[at]).settle();
                self.settled(at);
            }
            Step::Floor(at, floor) => {
                world.set_floor(&self.made[at], floor);
                self.models[at].floor = floor;
            }
            Step::Withdraw(at, amount) => {
                self.withdraw(at, amount);
            }
            Step::Stop(at) => {
                if self.models[at].stopped.is_none() {
                    world.stop(&self.made[at]);
                    self.models[at].stopped = Some(world.env.ledger().sequence());
                }
            }
            Step::Claim(at) => {
                let now = world.env.ledger().sequence();
                let done = world.vault(&self.made[at]).try_claim();
                let ripe = self.models[at].stopped.is_some_and(|it| now > it + LIFE);
                assert_eq!(done.is_ok(), ripe);
                if ripe {
                    self.settled(at);
                    let model = &mut self.models[at];
                    let paid = model.cover.min((model.principal - model.balance).max(0));
                    assert_eq!(done.unwrap().unwrap(), paid);
                    model.cover = 0;
                    model.lent += paid;
                    model.paid += paid;
                    model.balance += paid;
                    self.bond -= paid;
                }
            }
            Step::Cover(at, amount) => {
                let salt = world.salt(&self.made[at]);
                let args = (&salt, amount).into_val(&world.env);
                world.signs(&world.operator, &world.pool, "add_cover", args);
                let done = world.pool().try_add_cover(&salt, &amount).is_ok();
                world.nobody_signs();
                let fits = self.reserved() + amount <= self.bond;
                assert_eq!(done, fits && self.models[at].stopped.is_none());
                if done {
                    self.models[at].cover += amount;
                    self.models[at].reserved += amount;
                }
            }
            Step::Bond(amount) => {
                world.give(&world.pool, amount);
                self.bond += amount;
            }
            Step::Unbond(amount) => {
                let args = (&world.admin, amount).into_val(&world.env);
                world.signs(&world.admin, &world.pool, "withdraw_bond", args);
                let done = world
                    .pool()
                    .try_withdraw_bond(&world.admin, &amount)
                    .is_ok();
                world.nobody_signs();
                assert_eq!(done, amount <= self.bond - self.reserved());
                if done {
                    self.bond -= amount;
                }
            }
        }
    }

    fn withdraw(&mut self, at: usize, amount: i128) {
        let made = &self.made[at];
        let paid = self.world.withdraw(made, &made.owner, amount);
        self.settled(at);
        let model = &mut self.models[at];
        assert_eq!(paid, amount.min(model.balance));
        model.balance -= paid;
        model.principal -= paid;
        model.withdrawn += paid;
        model.lost_principal = model.lost_principal.max(model.principal - model.balance);
    }

    fn check(&self) {
        let world = &self.world;
        for (made, model) in self.made.iter().zip(&self.models) {
            let (principal, floor, cover, lent, stopped, planted) = state(world, made);
            let stored = [principal, floor, cover, lent].map(i128::from);
            let held = world.balance(&made.address);
            assert_eq!(held, model.balance);
            if model.planted {
                assert_eq!(stored[0], model.principal);
            }
            assert_eq!(stored[1..], [model.floor, model.cover, model.lent]);
            let flags = (model.stopped.unwrap_or(0).into(), model.planted.into());
            assert_eq!((stopped, planted), flags);

            let came = model.put + model.came_back + model.paid;
            let went = model.fees + model.repaid + model.withdrawn + model.burnt;
            assert_eq!(held, came - went);
            let at = made.making.2 as i128;
            assert!(model.fees * 10_000 <= at * model.gains);
            assert!(model.repaid <= model.paid && model.paid <= model.reserved);
            assert_eq!(model.lent, model.paid - model.repaid);
            assert!(held >= 0 && model.principal >= 0);
        }
        let (_, reserved, bond) = world.pool().info();
        assert_eq!((reserved, bond), (self.reserved(), self.bond));
        assert!(reserved <= bond);
    }

    // Whatever was played: everybody gets out what is there.
    fn leave(&mut self) {
        for at in 0..VAULTS {
            self.play(&Step::Stop(at));
            assert_eq!(self.world.plant(&self.made[at], 0), Some(101));
            self.withdraw(at, i64::MAX as i128);
            assert_eq!(self.world.balance(&self.made[at].address), 0);
        }
        self.world.ledgers(LIFE + 1);
        for at in 0..VAULTS {
            self.play(&Step::Claim(at));
            self.withdraw(at, i64::MAX as i128);
        }
        self.check();
        assert_eq!(self.reserved(), 0);
        self.play(&Step::Unbond(self.bond));
        assert_eq!(self.bond, 0);
    }
}

#[test]
fn vaults_and_bond_keep_their_invariants_over_random_calls() {
    let steps = proptest::collection::vec(step(), 1..60);
    games(24)
        .run(&steps, |steps| {
            let mut game = Game::new();
            for step in &steps {
                game.play(step);
                game.check();
            }
            game.leave();
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_split_gives_out_all_that_there_is_to_the_stroop() {
    let amount = || prop_oneof![0..20_i128, 0..20 * KALE];
    let part = (0..4_u32, amount(), amount());
    let split = (amount(), proptest::collection::vec(part, 0..4));
    games(40)
        .run(&split, |(more, parts)| {
            let world = World::new();
            let (env, split) = (&world.env, world.split());
            let bps = [0, 5_000, 3_333, 10_000];
            env.mock_all_auths();
            let wallets = bps.map(|bps| {
                let wallet = Address::generate(env);
                split.add_terms(&bps, &wallet);
                wallet
            });
            let (custodial, payout) = (Address::generate(env), Address::generate(env));
            let (mut all, mut due, mut back) = (list![env], 0, 0);
            let mut expected = [0; 4];
            let mut earned_in_all = 0;
            let mut seen = [false; 4];
            for (version, earned, owed) in parts {
                let at = version as usize;
                if std::mem::replace(&mut seen[at], true) {
                    continue; // a pooler has one part
                }
                let share = earned * bps[at] as i128 / 10_000;
                due += (share - owed).max(0);
                back += (owed - share).max(0);
                expected[at] = (share - owed).max(0);
                earned_in_all += earned;
                world.give(&wallets[at], (owed - share).max(0));
                all.push_back((owed, list![env, (version, earned)]));
            }
            world.give(&custodial, due + more);
            env.mock_all_auths();
            let id = world.farmer_id(1);
            let paid = split.execute_split(&id, &earned_in_all, &payout, &custodial, &all, &0);
            assert_eq!(paid, more + back);
            assert_eq!(world.balance(&payout), more + back);
            assert_eq!(world.balance(&custodial), 0);
            assert_eq!(wallets.map(|it| world.balance(&it)), expected);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_share_is_the_floored_product_for_every_amount() {
    games(2_000)
        .run(&(0..=i64::MAX, 0..=10_000_u32), |(amount, bps)| {
            let exact = amount as i128 * bps as i128 / 10_000;
            assert_eq!(shared::share(amount, bps) as i128, exact);
            Ok(())
        })
        .unwrap();
}
