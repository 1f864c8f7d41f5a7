// Package config reads what the charm puts into the environment.
package config

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

// Settings are the options of the charm and what its integrations bring.
type Settings struct {
	Company     string
	RemindAfter time.Duration
	MaxWeight   float64
	Insured     bool
	MapsKey     string
	Database    Database
	Queue       string
}

// Database says how to reach MySQL.
type Database struct {
	User, Password, Host, Port, Name string
}

// FromEnvironment reads the settings, and says what is missing.
func FromEnvironment() (Settings, error) {
	settings := Settings{
		Company: getenv("APP_COMPANY", "Courier"),
		MapsKey: os.Getenv("APP_MAPS_API_KEY"),
		Database: Database{
			User:     os.Getenv("MYSQL_DB_USERNAME"),
			Password: os.Getenv("MYSQL_DB_PASSWORD"),
			Host:     getenv("MYSQL_DB_HOSTNAME", "localhost"),
			Port:     getenv("MYSQL_DB_PORT", "3306"),
			Name:     getenv("MYSQL_DB_NAME", "courier"),
		},
	}
	queue, found := os.LookupEnv("RABBITMQ_CONNECT_STRING")
	if !found {
		return settings, fmt.Errorf("RABBITMQ_CONNECT_STRING is not set: integrate the charm with RabbitMQ")
	}
	settings.Queue = queue
	hours, err := strconv.Atoi(getenv("APP_REMIND_AFTER_HOURS", "48"))
	if err != nil {
		return settings, fmt.Errorf("APP_REMIND_AFTER_HOURS: %w", err)
	}
	settings.RemindAfter = time.Duration(hours) * time.Hour
	if settings.MaxWeight, err = strconv.ParseFloat(getenv("APP_MAX_WEIGHT", "31.5"), 64); err != nil {
		return settings, fmt.Errorf("APP_MAX_WEIGHT: %w", err)
	}
	settings.Insured, _ = strconv.ParseBool(os.Getenv("APP_INSURED"))
	return settings, nil
}

// getenv returns a variable, or what to use without it.
func getenv(name, otherwise string) string {
	if value, found := os.LookupEnv(name); found {
		return value
	}
	return otherwise
}
